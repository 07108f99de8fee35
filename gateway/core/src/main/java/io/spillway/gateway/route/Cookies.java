package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/** Finds one cookie in the value of a {@code Cookie} header (RFC 6265 section 5.4). */
final class Cookies {
    private Cookies() {}

    /** Returns the value of the first cookie of that name, null when there is none. */
    static @Nullable String of(@Nullable String header, String name) {
        if (header == null) {
            return null;
        }
        int at = 0;
        int length = header.length();
        while (at < length) {
            while (at < length && header.charAt(at) == ' ') {
                at++;
            }
            int end = header.indexOf(';', at);
            int stop = end < 0 ? length : end;
            int after = at + name.length();
            if (after < stop && header.charAt(after) == '=' && header.startsWith(name, at)) {
                return header.substring(after + 1, stop);
            }
            at = stop + 1;
        }
        return null;
    }
}
