package io.spillway.gateway.route;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** A condition on a value that may be missing. */
public sealed interface TextMatch {
    /** Returns whether the value, null when missing, meets the condition. */
    boolean matches(@Nullable String value);

    /** The value is there, whatever it is. */
    record Present() implements TextMatch {
        @Override
        public boolean matches(@Nullable String value) {
            return value != null;
        }
    }

    /** The value is this one. */
    record Exact(String expected, boolean ignoreCase) implements TextMatch {
        @Override
        public boolean matches(@Nullable String value) {
            return value != null && (ignoreCase ? expected.equalsIgnoreCase(value) : expected.equals(value));
        }
    }

    /** The value starts with this. */
    record StartsWith(String expected, boolean ignoreCase) implements TextMatch {
        @Override
        public boolean matches(@Nullable String value) {
            return value != null && value.regionMatches(ignoreCase, 0, expected, 0, expected.length());
        }
    }

    /** The value ends with this. */
    record EndsWith(String expected, boolean ignoreCase) implements TextMatch {
        @Override
        public boolean matches(@Nullable String value) {
            return value != null && value.regionMatches(ignoreCase, value.length() - expected.length(), expected, 0,
                    expected.length());
        }
    }

    /** The value has this somewhere. */
    record Contains(String expected, boolean ignoreCase) implements TextMatch {
        @Override
        public boolean matches(@Nullable String value) {
            if (value == null) {
                return false;
            }
            return ignoreCase
                    ? value.toLowerCase(Locale.ROOT).contains(expected.toLowerCase(Locale.ROOT))
                    : value.contains(expected);
        }
    }

    /** The value is a whole number in a range, the end excluded. */
    record InRange(long from, long to) implements TextMatch {
        @Override
        public boolean matches(@Nullable String value) {
            if (value == null || value.isEmpty() || value.length() > 19) {
                return false;
            }
            int start = value.charAt(0) == '-' ? 1 : 0;
            for (int i = start; i < value.length(); i++) {
                if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                    return false;
                }
            }
            if (start == value.length()) {
                return false;
            }
            long number = Long.parseLong(value);
            return number >= from && number < to;
        }
    }

    /** The value, empty when missing, meets the other condition. */
    record MissingIsEmpty(TextMatch other) implements TextMatch {
        @Override
        public boolean matches(@Nullable String value) {
            return other.matches(value == null ? "" : value);
        }
    }

    /** The value is there and does not meet the other condition. */
    record PresentAndNot(TextMatch other) implements TextMatch {
        @Override
        public boolean matches(@Nullable String value) {
            return value != null && !other.matches(value);
        }
    }

    /** The value is missing or does not meet the other condition. */
    record Not(TextMatch other) implements TextMatch {
        @Override
        public boolean matches(@Nullable String value) {
            return !other.matches(value);
        }
    }
}
