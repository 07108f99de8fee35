package io.spillway.gateway.route;

import static java.util.Objects.requireNonNull;

/**
 * Replaces the start of a path.
 *
 * @param matched the prefix that the route matched
 * @param replacement what stands there afterwards
 */
public record PrefixRewrite(String matched, String replacement) {
    public PrefixRewrite {
        requireNonNull(matched, "matched");
        requireNonNull(replacement, "replacement");
    }

    /**
     * Returns the path (with its query) with the prefix replaced; a path that does not start with it is returned as it is.
     * Where a slash meets a slash one of them goes.
     */
    public String apply(String path) {
        if (!path.startsWith(matched)) {
            return path;
        }
        String rest = path.substring(matched.length());
        if (replacement.endsWith("/") && rest.startsWith("/")) {
            return replacement + rest.substring(1);
        }
        return replacement + rest;
    }
}
