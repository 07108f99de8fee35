package io.spillway.drill.verdict;

/**
 * One process to which an event was done.
 *
 * @param event
 *            its name
 * @param process
 *            the process, by its name in the fleet
 * @param atMs
 *            when it was done, milliseconds of the recording
 */
public record Injection(String event, String process, double atMs) {}
