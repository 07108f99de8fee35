package io.spillway.drill.report;

import java.time.Instant;

import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.verdict.Judgement;
import io.spillway.drill.verdict.RunRecord;

/**
 * What a report is written from.
 *
 * @param plan
 *            the drill
 * @param run
 *            what happened
 * @param judgement
 *            what that is worth
 * @param started
 *            time of day of the run's begin
 * @param machine
 *            where it ran
 */
public record RunFacts(DrillPlan plan, RunRecord run, Judgement judgement, Instant started, Machine machine) {

    /** Returns milliseconds from the begin of the first phase. */
    double tMs(double recordingMs) {
        return run.phases().isEmpty() ? recordingMs : recordingMs - run.phases().getFirst().fromMs();
    }
}
