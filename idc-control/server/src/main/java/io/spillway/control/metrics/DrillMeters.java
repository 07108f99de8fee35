package io.spillway.control.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.spillway.control.drill.DrillObserver.DrillFigures;

/** Meters of Drills, the same on every node of an IDC. Written by the thread that looks after drills. */
final class DrillMeters {

    private final MultiGauge lastRun;
    private final MultiGauge lastVerdict;
    private final MultiGauge overdue;
    private final MultiGauge waiting;

    DrillMeters(MeterRegistry meters) {
        this.lastRun = MultiGauge.builder("spillway.drill.last.run.timestamp").baseUnit("seconds")
                .description("When the last run of the Drill ended that an agent played, in Unix time")
                .register(meters);
        this.lastVerdict = MultiGauge.builder("spillway.drill.last.verdict")
                .description(
                        "Verdict of the last run of the Drill that an agent played: always 1, the verdict is a label")
                .register(meters);
        this.overdue = MultiGauge.builder("spillway.drill.overdue")
                .description("Whether the Drill was missed, or its last run is older than its schedule allows: 1 if so")
                .register(meters);
        this.waiting = MultiGauge.builder("spillway.drill.waiting").baseUnit("seconds")
                .description("How long a run of the Drill that is due waits for an agent; 0 when none does")
                .register(meters);
    }

    void drills(List<DrillFigures> drills) {
        List<DrillFigures> played = drills.stream().filter(drill -> drill.ended() != null).toList();
        lastRun.register(played.stream().<MultiGauge.Row<?>>map(
                drill -> MultiGauge.Row.of(tags(drill), seconds(Objects.requireNonNull(drill.ended())))).toList(),
                true);
        lastVerdict.register(played.stream().<MultiGauge.Row<?>>map(
                drill -> MultiGauge.Row.of(tags(drill).and("verdict", drill.verdict()), 1)).toList(), true);
        overdue.register(drills.stream().<MultiGauge.Row<?>>map(
                drill -> MultiGauge.Row.of(tags(drill), drill.overdue() ? 1 : 0)).toList(), true);
        waiting.register(drills.stream().<MultiGauge.Row<?>>map(
                drill -> MultiGauge.Row.of(tags(drill), drill.waiting().toMillis() / 1000.0)).toList(), true);
    }

    private static Tags tags(DrillFigures drill) {
        return Tags.of("drill", drill.drill());
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }
}
