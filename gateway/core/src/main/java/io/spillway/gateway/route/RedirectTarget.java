package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/**
 * What changes in the address that a client is sent to.
 *
 * @param scheme {@code http} or {@code https}, or null for the same
 * @param host the new host, with its port if it has one, or null for the same
 * @param port the new port, or null for that of the host
 * @param path what becomes of the path, or null for the same
 * @param keepsPort whether a new host is asked at the port that the client came to, where no other is said
 */
public record RedirectTarget(@Nullable String scheme, @Nullable String host, @Nullable Integer port,
        @Nullable PathRewrite path, boolean keepsPort) {
    /** Changes nothing. */
    public static final RedirectTarget SAME = new RedirectTarget(null, null, null, null);

    /** Creates a target whose new host has the port that stands with it, or none. */
    public RedirectTarget(@Nullable String scheme, @Nullable String host, @Nullable Integer port,
            @Nullable PathRewrite path) {
        this(scheme, host, port, path, false);
    }

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
        String name = bare(host != null ? host : authority);
        String old = port(host != null && !keepsPort ? host : authority);
        String chosen = port != null ? port.toString() : old;
        boolean left = port == null && host == null && !newScheme.equals(oldScheme)
                && old.equals(standardPort(oldScheme));
        boolean plain = (port != null || keepsPort) && chosen.equals(standardPort(newScheme));
        return chosen.isEmpty() || left || plain ? name : name + ":" + chosen;
    }

    private static String bare(String authority) {
        int at = HostIndex.portStart(authority);
        return at < 0 ? authority : authority.substring(0, at);
    }

    private static String port(String authority) {
        int at = HostIndex.portStart(authority);
        return at < 0 ? "" : authority.substring(at + 1);
    }

    private static String standardPort(String scheme) {
        return scheme.equals("https") ? "443" : "80";
    }
}
