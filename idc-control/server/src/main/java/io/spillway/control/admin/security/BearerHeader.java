package io.spillway.control.admin.security;

import java.util.List;
import java.util.regex.Pattern;

/** What a call shows by its headers {@code Authorization}. */
sealed interface BearerHeader {

    /** Characters of the longest token that is looked at; nobody makes this node hash or check more. */
    int LONGEST = 16 * 1024;
    /** What is expected, for people. */
    String EXPECTED = " (expected: Bearer and a token of this control plane)";
    /** As RFC 6750 has it, and all other visible ASCII that a token may be made of. */
    Pattern TOKEN = Pattern.compile("[!-~]+");

    /** There is no such header. */
    record Nothing() implements BearerHeader {}

    /** There is a token, which may be anybody's. */
    record Token(String text) implements BearerHeader {

        /** Returns whether it looks as those of issuers do: three parts with dots between them. */
        boolean signed() {
            return text.chars().filter(each -> each == '.').count() == 2 && text.startsWith("ey");
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "a token of " + text.length() + " characters";
        }
    }

    /** There is something else. {@code reason} says what, and what was expected, and nothing of the token. */
    record Wrong(String reason) implements BearerHeader {}

    /** Reads the values of the headers of that name, as they came. */
    static BearerHeader read(List<String> headers) {
        if (headers.isEmpty()) {
            return new Nothing();
        }
        if (headers.size() > 1) {
            // Whoever stands before us may have looked at another one of them.
            return new Wrong("Authorization: " + headers.size() + " headers (expected: one)");
        }
        String value = headers.getFirst();
        String scheme = "Bearer ";
        if (!value.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return new Wrong("Authorization: not a bearer token" + EXPECTED);
        }
        String token = value.substring(scheme.length());
        if (token.length() > LONGEST) {
            return new Wrong("Authorization: a token of " + token.length() + " characters (expected: at most " + LONGEST
                    + ")");
        }
        return TOKEN.matcher(token).matches()
                ? new Token(token)
                : new Wrong("Authorization: not a bearer token" + EXPECTED);
    }
}
