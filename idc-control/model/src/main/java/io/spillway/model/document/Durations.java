package io.spillway.model.document;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Durations as users write them: {@code 250ms}, {@code 2s}, {@code 1m30s}, {@code 24h}, {@code 7d}. */
public final class Durations {

    private static final Map<String, Long> NANOS_OF_UNIT = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s",
            1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L, "d", 86_400_000_000_000L);

    private static final String[] UNITS = {"d", "h", "m", "s", "ms", "us", "ns"};

    private Durations() {}

    /** Returns the duration, or null when the text is not one or does not fit into 292 years. */
    public static @Nullable Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        long total = 0;
        int at = 0;
        while (at < text.length()) {
            int digits = skip(text, at, true);
            int unit = skip(text, digits, false);
            Long nanos = NANOS_OF_UNIT.get(text.substring(digits, unit));
            if (digits == at || digits - at > 15 || nanos == null) {
                return null;
            }
            try {
                total = Math.addExact(total, Math.multiplyExact(Long.parseLong(text.substring(at, digits)), nanos));
            } catch (ArithmeticException tooLong) {
                return null;
            }
            at = unit;
        }
        return text.isEmpty() ? null : Duration.ofNanos(total);
    }

    /** Returns the text that {@link #parse} reads back as the same duration; of a duration >= 0. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        for (String unit : UNITS) {
            long size = NANOS_OF_UNIT.getOrDefault(unit, 1L);
            long count = nanos / size;
            if (count > 0) {
                text.append(count).append(unit);
                nanos -= count * size;
            }
        }
        return text.toString();
    }

    private static int skip(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at)) == digits) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
