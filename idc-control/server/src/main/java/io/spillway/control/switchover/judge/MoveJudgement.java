package io.spillway.control.switchover.judge;

import java.time.Instant;
import java.util.Locale;

import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.SwitchOverSpec;

/** Whether the traffic that was to move is served by the target. Pure. */
public sealed interface MoveJudgement {

    /** Of the requests at most so many percent may still be answered by an IDC that has no share of them. */
    double REST_PERCENT = 1;

    /** Not yet. */
    record Waiting(String why) implements MoveJudgement {}

    /** Yes. */
    record Moved(String detail) implements MoveJudgement {}

    /** No, and it does not look as if it would. */
    record TooLate(String detail) implements MoveJudgement {}

    /**
     * Judges.
     *
     * @param traffic what the gateways of all IDCs measure of the Services in scope
     * @param since when the last step was done
     */
    static MoveJudgement of(SwitchOverSpec spec, MeasuredTraffic traffic, Instant since, Instant now,
            Patience patience) {
        double requests = traffic.requestsPerSecond();
        if (requests < GateJudgement.NOTHING) {
            return new Moved("no requests are measured");
        }
        double left = 100 * traffic.servedBy().getOrDefault(spec.from(), 0.0) / requests;
        String told = String.format(Locale.ROOT, "%s answers %.1f %% of %.1f requests/s", spec.from(), left, requests);
        if (spec.steps().getLast() < 100 || left <= REST_PERCENT) {
            return new Moved(told);
        }
        return now.isBefore(since.plus(patience.move()))
                ? new Waiting(told)
                : new TooLate(told + " (expected: at most " + REST_PERCENT + " %)");
    }
}
