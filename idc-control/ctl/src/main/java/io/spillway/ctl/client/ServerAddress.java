package io.spillway.ctl.client;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a control plane's API listens.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port 1..65535
 * @param tls whether the address was given as {@code https://}
 */
public record ServerAddress(String host, int port, boolean tls) {

    /** What people are told to write. */
    public static final String EXPECTED = "HOST:PORT or https://HOST:PORT, several with commas";

    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final int LARGEST_PORT = 65_535;

    /** Returns the addresses of a list with commas, or null when one of them is none. */
    public static @Nullable List<ServerAddress> parseAll(String text) {
        List<ServerAddress> addresses = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            ServerAddress address = parse(part.strip());
            if (address == null) {
                return null;
            }
            addresses.add(address);
        }
        return addresses;
    }

    private static @Nullable ServerAddress parse(String text) {
        boolean tls = text.startsWith(HTTPS);
        String rest = tls
                ? text.substring(HTTPS.length())
                : text.startsWith(HTTP) ? text.substring(HTTP.length()) : text;
        String hostPort = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        int colon = hostPort.lastIndexOf(':');
        if (colon <= 0 || !hostPort.substring(colon + 1).matches("[0-9]{1,5}")) {
            return null;
        }
        int port = Integer.parseInt(hostPort.substring(colon + 1));
        String host = hostPort.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        boolean plain = host.matches("[A-Za-z0-9._-]+");
        if (port < 1 || port > LARGEST_PORT || !(bracketed || plain)) {
            return null;
        }
        return new ServerAddress(bracketed ? host.substring(1, host.length() - 1) : host, port, tls);
    }

    InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    /** Returns host and port as a request's Host header has them. */
    String hostPort() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? HTTPS : "") + hostPort();
    }
}
