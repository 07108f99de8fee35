package io.spillway.process.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * An address to listen on or to connect to.
 *
 * @param host name or IP address, IPv6 without brackets
 * @param port 0..65535; 0 lets the system choose when listening
 */
public record HostPort(String host, int port) {

    /** An address to listen on: port 0 is allowed. */
    public static final ScalarType<HostPort> LISTEN = ScalarType.text("host:port", new HostPort("localhost", 0),
            HostPort::parse);

    /** An address to connect to: port 0 is refused. */
    public static final ScalarType<HostPort> CONNECT = ScalarType.text("host:port with a port of 1..65535",
            new HostPort("localhost", 1), text -> {
                HostPort parsed = parse(text);
                return parsed == null || parsed.port == 0 ? null : parsed;
            });

    /** Returns the address that the text names as "host:port" or "[ipv6]:port", or null. */
    public static @Nullable HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1 || text.length() - colon > 6) {
            return null;
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || (!bracketed && host.indexOf(':') >= 0) || !hostCharacters(host)) {
            return null;
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            port = port * 10 + digit;
        }
        return port > 65535 ? null : new HostPort(host, port);
    }

    /** Returns the same host with another port. */
    public HostPort withPort(int other) {
        return new HostPort(host, other);
    }

    /** Returns the address for a socket; resolves the name, which may block. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    /** Returns whether only this machine can reach a listener here; resolves the name, which may block. */
    public boolean loopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    private static boolean hostCharacters(String host) {
        return host.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == ':'
                || c == '%');
    }
}
