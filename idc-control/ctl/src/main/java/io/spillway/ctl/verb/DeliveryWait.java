package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.Request;
import io.spillway.model.document.Durations;

/** Waits until enough of the connected clients have Acked a revision. */
final class DeliveryWait {

    static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final ServerVerb verb;
    private final long revision;
    private final int percent;
    private final Duration limit;

    DeliveryWait(ServerVerb verb, long revision, int percent, Duration limit) {
        this.verb = verb;
        this.revision = revision;
        this.percent = percent;
        this.limit = limit;
    }

    /**
     * Returns who has it once enough have. That must be seen twice in a row unless the control node says that it has looked
     * at every client: it notes what it has to send a moment after it says that it serves the revision.
     */
    Delivery await() throws VerbFailed, InterruptedException {
        long start = verb.surroundings.ticker().nanos();
        boolean seen = false;
        Delivery last = new Delivery(revision, 0, false, Map.of(), Optional.empty());
        List<String> lines = new ArrayList<>();
        while (verb.surroundings.ticker().nanos() - start < limit.toNanos()) {
            Answer answer = verb.client().send(Request.get("/v1/delivery?after=" + Math.max(0, revision - 1)));
            lines.clear();
            if (answer instanceof Answer.Unreachable(List<String> attempts)) {
                lines.add("no control plane answers");
                lines.addAll(attempts);
                seen = false;
            } else {
                last = Delivery.of(Failures.done(answer, ""), revision).known();
                boolean enough = last.served() >= revision && last.reached(percent);
                if (enough && (seen || last.certain())) {
                    return last;
                }
                seen = enough;
                if (last.hopeless(percent)) {
                    throw new VerbFailed(ExitCode.FAILED, with(last.summary() + ", refused by others", last.missing()));
                }
            }
            verb.surroundings.pause().pause(BETWEEN_LOOKS);
        }
        if (lines.isEmpty()) {
            lines.addAll(last.missing());
        }
        throw new VerbFailed(ExitCode.UNREACHABLE, with("after " + Durations.format(limit) + " " + what(last), lines));
    }

    private String what(Delivery last) {
        return last.served() < revision
                ? "the control node serves revision " + last.served() + " (expected: " + revision + ")"
                : last.summary() + " (expected: " + percent + " %)";
    }

    private static List<String> with(String first, List<String> more) {
        List<String> lines = new ArrayList<>(List.of(first));
        lines.addAll(more);
        return lines;
    }
}
