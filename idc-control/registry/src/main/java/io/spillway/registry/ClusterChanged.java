package io.spillway.registry;

/**
 * Another registry answers than the one that is known: wiped, replaced, or restored from an old copy. Believing it could
 * empty the world, so it is refused until the operator accepts {@code found}.
 *
 * @param expected id of the known registry
 * @param found id of the one that answers
 * @param detail what differs, for people
 */
public record ClusterChanged(String expected, String found, String detail) {}
