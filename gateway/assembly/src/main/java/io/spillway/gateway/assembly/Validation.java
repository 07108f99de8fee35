package io.spillway.gateway.assembly;

/** What became of a resource that was offered. */
public sealed interface Validation {
    /** Returns the resource's name; empty when it has none. */
    String name();

    /**
     * It was understood and takes effect with the next snapshot.
     *
     * @param name the resource's name
     */
    record Valid(String name) implements Validation {}

    /**
     * It was refused and changed nothing: what was known under its name before stays.
     *
     * @param name the resource's name
     * @param why the field, its value and what was expected
     */
    record Invalid(String name, String why) implements Validation {}
}
