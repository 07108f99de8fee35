package io.spillway.wire.xds;

import io.spillway.model.resource.ValueMatch;
import io.spillway.model.resource.ValueMatch.Operator;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one cookie as the regular expression over the whole {@code cookie} header that a stock Envoy needs, and
 * back: xDS of this version has no conditions on cookies. Our gateways read the condition back and run no regular
 * expression.
 */
public final class CookiePattern {

    private static final String BEFORE = "(?:.*; *)?";
    private static final String AFTER = "(?:;.*)?";
    private static final String ANY = "[^;]*";

    private CookiePattern() {}

    /** Returns the expression that a header with such a cookie matches as a whole; inversion is not part of it. */
    public static String of(ValueMatch cookie) {
        String value = quoted(cookie.value());
        return BEFORE + quoted(cookie.name()) + "=" + switch (cookie.operator()) {
            case EXACT -> value;
            case PREFIX -> value + ANY;
            case SUFFIX -> ANY + value;
            case CONTAINS -> ANY + value + ANY;
            case PRESENT -> ANY;
        } + AFTER;
    }

    /** Returns the condition that {@link #of} made the expression from, or null when it was not made there. */
    public static @Nullable ValueMatch parse(String regex) {
        if (!regex.startsWith(BEFORE) || !regex.endsWith(AFTER)) {
            return null;
        }
        String middle = regex.substring(BEFORE.length(), regex.length() - AFTER.length());
        int equals = unquotedEquals(middle);
        if (equals < 1) {
            return null;
        }
        String name = plain(middle.substring(0, equals));
        String value = middle.substring(equals + 1);
        if (value.equals(ANY)) {
            return name == null ? null : new ValueMatch(name, Operator.PRESENT, "");
        }
        boolean anyFirst = value.startsWith(ANY);
        boolean anyLast = value.endsWith(ANY);
        String text = plain(value.substring(anyFirst ? ANY.length() : 0,
                value.length() - (anyLast ? ANY.length() : 0)));
        Operator operator = anyFirst
                ? anyLast ? Operator.CONTAINS : Operator.SUFFIX
                : anyLast ? Operator.PREFIX : Operator.EXACT;
        return name == null || text == null ? null : new ValueMatch(name, operator, text);
    }

    private static int unquotedEquals(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '=') {
                return i;
            }
        }
        return -1;
    }

    private static boolean wordly(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c > 0x7f;
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!wordly(c)) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }

    private static @Nullable String plain(String quoted) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < quoted.length() && !wordly(quoted.charAt(i + 1))) {
                i++;
                out.append(quoted.charAt(i));
            } else if (wordly(c)) {
                out.append(c);
            } else {
                return null;
            }
        }
        return out.toString();
    }
}
