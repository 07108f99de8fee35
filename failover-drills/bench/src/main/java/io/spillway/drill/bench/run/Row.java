package io.spillway.drill.bench.run;

/**
 * One run of one system.
 *
 * @param system its name
 * @param fault what was done to it
 * @param repeat which repetition, from 1
 * @param figures what came of it
 * @param isVoid whether the client stood still so long that it says nothing
 */
public record Row(String system, FaultCase fault, int repeat, Figures figures, boolean isVoid) {}
