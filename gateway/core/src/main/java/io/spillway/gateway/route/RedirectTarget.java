package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/**
 * What changes in the address that a client is sent to.
 *
 * @param scheme {@code http} or {@code https}, or null for the same
 * @param host the new host, with its port if it has one, or null for the same
 * @param port the new port, or null for that of the host
 * @param path what becomes of the path, or null for the same
 */
public record RedirectTarget(@Nullable String scheme, @Nullable String host, @Nullable Integer port,
        @Nullable PathRewrite path) {
    /** Changes nothing. */
    public static final RedirectTarget SAME = new RedirectTarget(null, null, null, null);

    /** Returns the address without a query, from the authority and the path (without its query) of a request. */
    String location(String authority, String plainPath, String requestScheme) {
        String newScheme = scheme != null ? scheme : requestScheme;
        return newScheme + "://" + authority(authority, newScheme, requestScheme)
                + (path == null ? plainPath : path.apply(plainPath));
    }

    /**
     * The port of the request stays, except the standard one of a scheme that is left (as in Envoy); the standard port of the
     * new scheme is not written.
     */
    private String authority(String authority, String newScheme, String oldScheme) {
        String name = host != null ? host : authority;
        int at = HostIndex.portStart(name);
        String bare = at < 0 ? name : name.substring(0, at);
        String old = at < 0 ? "" : name.substring(at + 1);
        String chosen = port != null ? port.toString() : old;
        boolean left = port == null && host == null && !newScheme.equals(oldScheme)
                && old.equals(standardPort(oldScheme));
        boolean plain = port != null && chosen.equals(standardPort(newScheme));
        return chosen.isEmpty() || left || plain ? bare : bare + ":" + chosen;
    }

    private static String standardPort(String scheme) {
        return scheme.equals("https") ? "443" : "80";
    }
}
