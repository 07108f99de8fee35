package io.spillway.wire.document;

import org.jspecify.annotations.Nullable;

/** What an unquoted YAML scalar means: the core schema less its oddities (no octal, no ".inf", no "yes"). */
final class PlainScalar {

    private PlainScalar() {}

    static @Nullable Object value(String text) {
        return switch (text) {
            case "", "~", "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> number(text);
        };
    }

    private static Object number(String text) {
        int at = text.charAt(0) == '-' ? 1 : 0;
        int whole = digits(text, at);
        boolean leadingZero = whole - at > 1 && text.charAt(at) == '0';
        if (whole == at || leadingZero || text.length() > 40) {
            return text;
        }
        if (whole == text.length()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException tooLarge) {
                return Double.parseDouble(text);
            }
        }
        return fraction(text, whole);
    }

    private static Object fraction(String text, int from) {
        int at = from;
        if (text.charAt(at) == '.') {
            int end = digits(text, at + 1);
            if (end == at + 1) {
                return text;
            }
            at = end;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
                at++;
            }
            int end = digits(text, at);
            if (end == at) {
                return text;
            }
            at = end;
        }
        if (at < text.length()) {
            return text;
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? (Object) value : text;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
