package io.spillway.sync.spi;

/**
 * Something that was set aside while the rest goes on.
 *
 * @param name of the entry when it is known, else of what holds it, as in {@code orders.yaml}
 * @param reason names place, value and what was expected
 */
public record SourceProblem(String name, String reason) {}
