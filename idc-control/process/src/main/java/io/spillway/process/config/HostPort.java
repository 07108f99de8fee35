package io.spillway.process.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.Addresses;
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
        Addresses.Address address = Addresses.parse(text);
        return address == null ? null : new HostPort(address.host(), address.port());
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
}
