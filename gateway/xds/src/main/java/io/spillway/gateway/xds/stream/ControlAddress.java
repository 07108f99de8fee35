package io.spillway.gateway.xds.stream;

/** Where a control plane listens for xDS. */
public record ControlAddress(String host, int port) {

    /** Refuses an impossible port. */
    public ControlAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("control host: \"" + host + "\" (expected: a name or an address)");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("control port: " + port + " (expected: 1..65535)");
        }
    }

    /** Returns the address that is written {@code host:port}, with brackets around an IPv6 host. */
    public static ControlAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            if (colon > 0) {
                String host = text.substring(0, colon);
                boolean bracketed = host.startsWith("[") && host.endsWith("]");
                return new ControlAddress(bracketed ? host.substring(1, host.length() - 1) : host,
                        Integer.parseInt(text.substring(colon + 1)));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("control address: \"" + text + "\" (expected: host:port)", e);
        }
        throw new IllegalArgumentException("control address: \"" + text + "\" (expected: host:port)");
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
