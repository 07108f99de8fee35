package io.spillway.gateway.failover;

import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that come back to an IDC (RFC 8586): each IDC appends its token {@code spillway-<idc>} to the header
 * {@code CDN-Loop} and does not pass a request on that has it already. Tokens of others are left as they are.
 */
public final class LoopGuard {
    private final String token;

    /** Creates the guard of an IDC. */
    public LoopGuard(String idc) {
        this.token = "spillway-" + idc;
    }

    /** Returns the token of this IDC. */
    public String token() {
        return token;
    }

    /**
     * Looks for this IDC's token.
     *
     * @param header the header's value; several header lines joined by commas; null when there is none
     */
    public LoopCheck check(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new LoopCheck.Pass(token);
        }
        int at = 0;
        while (at <= header.length()) {
            int end = elementEnd(header, at);
            if (end < 0) {
                // Our token behind an open quote would be unreadable for the next gateway.
                return new LoopCheck.Malformed("CDN-Loop: " + header + " (expected: quotes that close)");
            }
            if (isToken(header, at, end)) {
                return new LoopCheck.Repeat(token);
            }
            at = end + 1;
        }
        return new LoopCheck.Pass(header + ", " + token);
    }

    /** Returns the index of the comma that ends the element, or the length, or -1 when a quote stays open. */
    private static int elementEnd(String header, int from) {
        boolean quoted = false;
        for (int i = from; i < header.length(); i++) {
            char c = header.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return quoted ? -1 : header.length();
    }

    /** Returns whether the element's id, which its parameters follow after a semicolon, is our token. */
    private boolean isToken(String header, int from, int end) {
        int start = from;
        while (start < end && (header.charAt(start) == ' ' || header.charAt(start) == '\t')) {
            start++;
        }
        if (!header.regionMatches(true, start, token, 0, token.length())) {
            return false;
        }
        int after = start + token.length();
        if (after > end) {
            return false;
        }
        while (after < end && (header.charAt(after) == ' ' || header.charAt(after) == '\t')) {
            after++;
        }
        return after == end || header.charAt(after) == ';';
    }
}
