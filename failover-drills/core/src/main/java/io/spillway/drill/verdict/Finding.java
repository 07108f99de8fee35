package io.spillway.drill.verdict;

/**
 * What became of one invariant.
 *
 * @param name
 *            of the invariant
 * @param holds
 *            whether it holds
 * @param detail
 *            what was measured and what was demanded
 */
public record Finding(String name, boolean holds, String detail) {}
