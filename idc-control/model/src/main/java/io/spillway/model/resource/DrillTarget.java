package io.spillway.model.resource;

/**
 * The part of a running installation that a Drill is about.
 *
 * @param scope whose traffic it may move
 * @param share percent of that traffic that it moves at most, 1..100
 */
public record DrillTarget(ShiftScope scope, int share) {}
