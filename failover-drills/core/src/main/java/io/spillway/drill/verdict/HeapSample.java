package io.spillway.drill.verdict;

/**
 * What was left of a process's heap after a full collection.
 *
 * @param mark
 *            the place in the story
 * @param process
 *            its name in the fleet
 * @param pid
 *            its process id; another one is another life
 * @param atMs
 *            milliseconds of the recording
 * @param upMs
 *            how long that process had run
 * @param bytes
 *            of reachable objects
 */
public record HeapSample(String mark, String process, long pid, double atMs, double upMs, long bytes) {}
