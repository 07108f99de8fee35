package io.spillway.gateway.route;

import static java.util.Objects.requireNonNull;

/**
 * Replaces the start of a path.
 *
 * @param matched the prefix that the route matched
 * @param replacement what stands there afterwards
 */
public record PrefixRewrite(String matched, String replacement) implements PathRewrite {
    public PrefixRewrite {
        requireNonNull(matched, "matched");
        requireNonNull(replacement, "replacement");
    }

    /**
     * Returns the path (with its query) with the prefix replaced; a path that does not start with it is returned as it is.
     * Where a slash meets a slash one of them goes, and where none is left there is one, as the table of the Gateway API's
     * {@code ReplacePrefixMatch} has it.
     */
    @Override
    public String apply(String path) {
        if (!path.startsWith(matched)) {
            return path;
        }
        String rest = path.substring(matched.length());
        boolean restStarts = rest.startsWith("/");
        if (replacement.endsWith("/") && restStarts) {
            return replacement + rest.substring(1);
        }
        boolean joint = matched.endsWith("/") && !replacement.endsWith("/") && !restStarts && !rest.isEmpty()
                && rest.charAt(0) != '?';
        boolean nothing = replacement.isEmpty() && !restStarts && !joint;
        return joint || nothing ? replacement + "/" + rest : replacement + rest;
    }

    @Override
    public String toString() {
        return "prefix " + matched + " becomes " + replacement;
    }
}
