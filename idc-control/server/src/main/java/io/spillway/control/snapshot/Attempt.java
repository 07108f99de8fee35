package io.spillway.control.snapshot;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What was made of a part, on whatever thread, or why it could not be.
 *
 * @param part  as {@link Unbuilt} names it
 * @param found null when it could not be made
 */
record Attempt<T>(String part, @Nullable T found, @Nullable RuntimeException bug) {

    /** Makes it. */
    static <T> Attempt<T> at(String part, Supplier<T> make) {
        try {
            return new Attempt<>(part, make.get(), null);
        } catch (RuntimeException bug) {
            return new Attempt<>(part, null, bug);
        }
    }

    /** Returns it, or throws what making it has thrown. */
    T get() {
        T there = found;
        if (there == null) {
            throw bug == null ? new IllegalStateException(part + " was made of nothing") : bug;
        }
        return there;
    }
}
