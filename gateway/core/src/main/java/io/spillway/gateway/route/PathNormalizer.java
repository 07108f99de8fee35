package io.spillway.gateway.route;

import io.spillway.gateway.route.PathPolicy.EscapedSlashes;
import io.spillway.gateway.route.PathPolicy.Outcome;

/**
 * Does to one path what a {@link PathPolicy} asks for, in Envoy's order: escaped slashes, then RFC 3986 section 6.2.2, then
 * slashes are merged. Merging comes after dot segments, so {@code /a//../b} is {@code /a/b}.
 */
final class PathNormalizer {
    private static final int HEX = 16;

    private final PathPolicy policy;
    private boolean escapedSlash;

    PathNormalizer(PathPolicy policy) {
        this.policy = policy;
    }

    Outcome apply(String path) {
        int mark = path.indexOf('?');
        String plain = mark < 0 ? path : path.substring(0, mark);
        if (policy.normalize() && badEscape(plain) >= 0) {
            int at = badEscape(plain);
            return new Outcome.Refused("path: " + plain.substring(at, Math.min(at + 3, plain.length())) + " at " + at
                    + " (expected: % and two hexadecimal digits)");
        }
        String changed = decode(plain);
        if (escapedSlash && policy.escapedSlashes() == EscapedSlashes.REJECT) {
            return new Outcome.Refused("path: an encoded slash (expected: no %2F, no %5C)");
        }
        if (policy.normalize()) {
            changed = withoutDots(changed);
        }
        if (policy.mergeSlashes()) {
            changed = merged(changed);
        }
        if (changed.equals(plain)) {
            return new Outcome.Routed(path);
        }
        String whole = mark < 0 ? changed : changed + path.substring(mark);
        return escapedSlash && policy.escapedSlashes() == EscapedSlashes.REDIRECT
                ? new Outcome.Elsewhere(whole)
                : new Outcome.Routed(whole);
    }

    /** Returns where a percent sign stands that encodes nothing, or -1. */
    private static int badEscape(String plain) {
        for (int at = plain.indexOf('%'); at >= 0; at = plain.indexOf('%', at + 1)) {
            if (octet(plain, at) < 0) {
                return at;
            }
        }
        return -1;
    }

    /** Returns the octet that is encoded at a percent sign, or -1. */
    private static int octet(String plain, int at) {
        if (at + 2 >= plain.length()) {
            return -1;
        }
        int high = hex(plain.charAt(at + 1));
        int low = hex(plain.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, HEX) : -1;
    }

    /** Decodes what is to be decoded, in one pass: what comes out is not decoded again. */
    private String decode(String plain) {
        StringBuilder out = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            int octet = c == '%' ? octet(plain, i) : -1;
            if (octet < 0) {
                out.append(c == '\\' && policy.normalize() ? '/' : c);
                continue;
            }
            boolean slash = octet == '/' || octet == '\\';
            escapedSlash |= slash;
            if (slash && decodesSlashes()) {
                out.append(policy.normalize() ? '/' : (char) octet);
            } else if (policy.normalize() && unreserved(octet)) {
                out.append((char) octet);
            } else if (policy.normalize()) {
                out.append('%').append(upper(plain.charAt(i + 1))).append(upper(plain.charAt(i + 2)));
            } else {
                out.append(plain, i, i + 3);
            }
            i += 2;
        }
        return out.toString();
    }

    private boolean decodesSlashes() {
        return policy.escapedSlashes() == EscapedSlashes.DECODE || policy.escapedSlashes() == EscapedSlashes.REDIRECT;
    }

    /** RFC 3986 section 2.3. */
    private static boolean unreserved(int octet) {
        boolean letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
        return letter || (octet >= '0' && octet <= '9') || octet == '-' || octet == '.' || octet == '_'
                || octet == '~';
    }

    private static char upper(char c) {
        return c >= 'a' && c <= 'f' ? (char) (c - 32) : c;
    }

    /** RFC 3986 section 5.2.4 for a path that begins with a slash; a {@code ..} at the root goes nowhere. */
    private static String withoutDots(String path) {
        StringBuilder out = new StringBuilder(path.length());
        int at = 0;
        while (at < path.length()) {
            int next = path.indexOf('/', at + 1);
            int end = next < 0 ? path.length() : next;
            int length = end - at;
            boolean one = length == 2 && path.charAt(at + 1) == '.';
            boolean two = length == 3 && path.charAt(at + 1) == '.' && path.charAt(at + 2) == '.';
            if (two) {
                out.setLength(Math.max(0, out.lastIndexOf("/")));
            }
            if (!one && !two) {
                out.append(path, at, end);
            } else if (end == path.length()) {
                out.append('/');
            }
            at = end;
        }
        return out.isEmpty() ? "/" : out.toString();
    }

    private static String merged(String path) {
        StringBuilder out = new StringBuilder(path.length());
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' || before != '/') {
                out.append(c);
            }
            before = c;
        }
        return out.toString();
    }
}
