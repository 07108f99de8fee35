package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/** Finds one parameter in a path's query, as sent: percent signs are not decoded. */
final class QueryParameter {
    private QueryParameter() {}

    /** Returns the first value of the parameter, empty when it stands without one, null when it is missing. */
    static @Nullable String of(String path, String name) {
        int at = path.indexOf('?') + 1;
        while (at > 0 && at <= path.length()) {
            int end = path.indexOf('&', at);
            int stop = end < 0 ? path.length() : end;
            if (path.startsWith(name, at)) {
                int after = at + name.length();
                if (after == stop) {
                    return "";
                }
                if (after < stop && path.charAt(after) == '=') {
                    return path.substring(after + 1, stop);
                }
            }
            at = end < 0 ? 0 : end + 1;
        }
        return null;
    }
}
