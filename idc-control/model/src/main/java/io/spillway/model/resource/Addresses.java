package io.spillway.model.resource;

import io.spillway.model.document.ScalarType;

import org.jspecify.annotations.Nullable;

/** Addresses and hosts as they stand in documents. */
public final class Addresses {

    /** "host:port" with a port of 1..65535. */
    public static final ScalarType<String> HOST_PORT = ScalarType.text("host:port with a port of 1..65535", "",
            text -> {
                Address address = parse(text);
                return address == null || address.port == 0 ? null : text;
            });

    /** Where a workload listens: a host name, an IP address or "unix:/path". */
    public static final ScalarType<String> WORKLOAD = ScalarType.text("host name, IP address or unix:/path", "",
            text -> text.startsWith("unix:/") ? unixPath(text) : hostCharacters(text) ? text : null);

    /** What an authority is compared with: a host without port, "*.suffix", or "*". */
    public static final ScalarType<String> AUTHORITY = ScalarType.text(
            "host in lower case without port, *.suffix or *", "", Addresses::authority);

    /** What an authority becomes: a host without port. */
    public static final ScalarType<String> HOST = ScalarType.text("host in lower case without port", "",
            text -> text.indexOf('*') < 0 ? authority(text) : null);

    private Addresses() {}

    /**
     * The parts of "host:port".
     *
     * @param host IPv6 without brackets
     * @param port 0..65535
     */
    public record Address(String host, int port) {}

    /** Returns the parts of "host:port" or "[ipv6]:port", or null. */
    public static @Nullable Address parse(String text) {
        int colon = text.lastIndexOf(':');
        int port = colon <= 0 ? -1 : port(text, colon + 1);
        if (port < 0) {
            return null;
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        boolean tooManyColons = !bracketed && host.indexOf(':') >= 0;
        return tooManyColons || !hostCharacters(host) ? null : new Address(host, port);
    }

    private static int port(String text, int from) {
        if (from == text.length() || text.length() - from > 5) {
            return -1;
        }
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = port * 10 + digit;
        }
        return port > 65535 ? -1 : port;
    }

    private static @Nullable String authority(String text) {
        String host = text.startsWith("*.") ? text.substring(2) : text;
        boolean any = text.equals("*");
        boolean right = hostCharacters(host) && host.indexOf(':') < 0 && host.chars().noneMatch(Character::isUpperCase);
        return any || right ? text : null;
    }

    private static @Nullable String unixPath(String text) {
        return text.length() <= 108 && text.chars().noneMatch(Character::isISOControl) ? text : null;
    }

    private static boolean hostCharacters(String host) {
        return !host.isEmpty() && host.length() <= 253 && host.chars().allMatch(Addresses::hostCharacter);
    }

    private static boolean hostCharacter(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || "-._:%".indexOf(c) >= 0;
    }
}
