package io.spillway.ctl.verb;

import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What a verb has around it.
 *
 * @param environment value of an environment variable, or null
 * @param author who types this, as in {@code alice@host}
 */
public record Surroundings(Ticker ticker, InstantSource clock, Pause pause,
        Function<String, @Nullable String> environment, Supplier<String> author, InputStream input) {

    /** Waits between two looks. */
    @FunctionalInterface
    public interface Pause {

        /** Returns after that time. */
        void pause(Duration time) throws InterruptedException;
    }
}
