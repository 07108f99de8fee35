package io.spillway.control.health;

import java.util.Collection;
import java.util.function.Predicate;

import io.spillway.wire.record.HealthRecord;

/**
 * How many workloads are checked, and how they stand. Immutable.
 *
 * @param withheld failing, but not believed
 * @param unknown not judged yet
 * @param alarm why checks are not believed; empty when they are
 */
record Tally(int checked, int healthy, int unhealthy, int flapping, int withheld, int unknown, String alarm) {

    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, "");

    private static final int HEALTHY = 0;
    private static final int UNHEALTHY = 1;
    private static final int FLAPPING = 2;
    private static final int WITHHELD = 3;
    private static final int UNKNOWN = 4;

    /** Counts; {@code told} says whether something is held against a workload. */
    static Tally of(Collection<Target> targets, Predicate<String> told, String alarm) {
        int[] by = new int[UNKNOWN + 1];
        for (Target target : targets) {
            by[kind(target, told.test(target.workload))]++;
        }
        return new Tally(targets.size(), by[HEALTHY], by[UNHEALTHY], by[FLAPPING], by[WITHHELD], by[UNKNOWN], alarm);
    }

    private static int kind(Target target, boolean told) {
        if (!target.judged && !told) {
            return UNKNOWN;
        }
        return switch (target.standing.against()) {
            case null -> HEALTHY;
            case HealthRecord.State _ when !told -> WITHHELD;
            case UNHEALTHY -> UNHEALTHY;
            case FLAPPING -> FLAPPING;
        };
    }
}
