package io.spillway.gateway.limit;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How much a request matters when not all can be served: the later ones of this list are refused first. A critical request
 * uses the circuit breakers that xDS calls priority {@code HIGH}, all others those of {@code DEFAULT}.
 */
public enum PriorityClass {
    /** Refused last; has circuit breakers of its own. */
    CRITICAL,
    /** What is not said to be anything else. */
    DEFAULT,
    /** Refused first: work that can be done later, or not at all. */
    SHEDDABLE;

    /** The header that carries the class from gateway to gateway, in lower case. */
    public static final String HEADER = "x-spillway-class";

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Returns the class as headers, xDS metadata and metrics write it: the name in lower case. */
    public String word() {
        return word;
    }

    /** Returns the class of that word in whatever case, or null when it names none. */
    public static @Nullable PriorityClass ofWord(@Nullable String word) {
        if (word != null) {
            for (PriorityClass one : VALUES) {
                if (one.word.equalsIgnoreCase(word)) {
                    return one;
                }
            }
        }
        return null;
    }

    private static final PriorityClass[] VALUES = values();
}
