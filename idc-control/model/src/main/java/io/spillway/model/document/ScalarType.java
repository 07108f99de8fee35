package io.spillway.model.document;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What a scalar may be, and what it becomes. Nothing is converted silently: the text "0" is not the number 0.
 *
 * @param expected in words, for the message when it is something else
 * @param placeholder stands in for a wrong value while the rest of the document is read; never leaves the decoder
 * @param parser gives null when the scalar (String, Long, Double or Boolean) is not of this type
 */
public record ScalarType<T>(String expected, T placeholder, Function<Object, @Nullable T> parser) {

    /** Any text. */
    public static final ScalarType<String> TEXT = new ScalarType<>("text", "", scalar -> scalar instanceof String s
            ? s
            : null);

    /** {@code true} or {@code false}. */
    public static final ScalarType<Boolean> BOOL = new ScalarType<>("true or false", false,
            scalar -> scalar instanceof Boolean b ? b : null);

    /** A duration of zero or more, as in 250ms, 2s, 5m. */
    public static final ScalarType<Duration> DURATION = text("duration as in 250ms, 2s, 5m", Duration.ZERO,
            Durations::parse);

    /** A size in bytes, as in 64KiB. */
    public static final ScalarType<Long> SIZE = text("size as in 512B, 64KiB, 8MiB", 0L, ScalarType::size);

    /** A point in time of ISO 8601, as in 2026-11-21T08:00:00Z. */
    public static final ScalarType<Instant> INSTANT = text("time as in 2026-11-21T08:00:00Z", Instant.EPOCH,
            ScalarType::instant);

    /** Text with at least one character that is not white space. */
    public static final ScalarType<String> SOME_TEXT = text("text that is not empty", "", s -> s.isBlank() ? null : s);

    /** Returns the type of text that {@code parser} understands; it gives null for others. */
    public static <T> ScalarType<T> text(String expected, T placeholder, Function<String, @Nullable T> parser) {
        return new ScalarType<>(expected, placeholder, scalar -> scalar instanceof String s ? parser.apply(s) : null);
    }

    /** Returns the type of whole numbers within bounds, both included. */
    public static ScalarType<Integer> integer(int min, int max) {
        return new ScalarType<>("integer " + min + ".." + max, min,
                scalar -> scalar instanceof Long l && l >= min && l <= max ? Integer.valueOf(l.intValue()) : null);
    }

    /** Returns the type of whole numbers within bounds, both included. */
    public static ScalarType<Long> longInteger(long min, long max) {
        return new ScalarType<>("integer " + min + ".." + max, min,
                scalar -> scalar instanceof Long l && l >= min && l <= max ? l : null);
    }

    /** Returns the type of numbers within bounds, both included. */
    public static ScalarType<Double> number(double min, double max) {
        return new ScalarType<>("number " + min + ".." + max, min, scalar -> switch (scalar) {
            case Long l when l >= min && l <= max -> Double.valueOf(l);
            case Double d when d >= min && d <= max -> d;
            default -> null;
        });
    }

    /** Returns the type of the constants of an enum, written exactly as their names. */
    public static <E extends Enum<E>> ScalarType<E> choice(Class<E> type) {
        Map<String, E> words = new TreeMap<>();
        for (E constant : type.getEnumConstants()) {
            words.put(constant.name(), constant);
        }
        return choice(words);
    }

    /** Returns the type of the constants of an enum, written exactly as their names in lower case. */
    public static <E extends Enum<E>> ScalarType<E> lowerCaseChoice(Class<E> type) {
        Map<String, E> words = new TreeMap<>();
        for (E constant : type.getEnumConstants()) {
            words.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return choice(words);
    }

    /** Returns the type of some words, written exactly. */
    public static <T> ScalarType<T> choice(Map<String, T> words) {
        return text("one of " + String.join(", ", words.keySet()), words.values().iterator().next(), words::get);
    }

    private static @Nullable Long size(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        int shift = switch (text.substring(digits)) {
            case "B" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> -1;
        };
        return shift < 0 || digits == 0 || digits > 9 ? null : Long.parseLong(text.substring(0, digits)) << shift;
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
