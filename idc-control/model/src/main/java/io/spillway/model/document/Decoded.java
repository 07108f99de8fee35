package io.spillway.model.document;

import java.util.List;
import java.util.function.Function;

/** What became of decoding a document: the value, or everything that is wrong with it. */
public sealed interface Decoded<T> {

    /** The document is right. */
    record Valid<T>(T value) implements Decoded<T> {}

    /**
     * The document is wrong.
     *
     * @param violations all of them in document order as far as possible, never empty
     */
    record Invalid<T>(List<Violation> violations) implements Decoded<T> {

        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /** Returns the value changed by {@code mapper}, or the same violations. */
    default <R> Decoded<R> map(Function<? super T, ? extends R> mapper) {
        return switch (this) {
            case Valid<T>(T value) -> new Valid<>(mapper.apply(value));
            case Invalid<T> invalid -> new Invalid<>(invalid.violations());
        };
    }

    /** Returns what {@code next} makes of the value, or the same violations. */
    default <R> Decoded<R> flatMap(Function<? super T, Decoded<R>> next) {
        return switch (this) {
            case Valid<T>(T value) -> next.apply(value);
            case Invalid<T> invalid -> new Invalid<>(invalid.violations());
        };
    }
}
