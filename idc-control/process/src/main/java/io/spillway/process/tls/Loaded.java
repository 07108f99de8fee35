package io.spillway.process.tls;

/** What came of reading files: a value, or why not. */
public sealed interface Loaded<T> {

    /** It can be used. */
    record Good<T>(T value) implements Loaded<T> {}

    /**
     * It cannot be used.
     *
     * @param reason names the file, what is wrong and what was expected
     */
    record Bad<T>(String reason) implements Loaded<T> {}
}
