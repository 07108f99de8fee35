package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.Request;
import io.spillway.model.document.Durations;

/** Waits until enough of the connected clients of all control nodes have Acked a revision. */
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
     * Returns who has it once enough have. That must be seen twice in a row unless the control nodes say that they have
     * looked at every client: one notes what it has to send a moment after it says that it serves the revision.
     */
    IdcDelivery await() throws VerbFailed, InterruptedException {
        Request request = Deliveries.after(Math.max(0, revision - 1));
        long start = verb.surroundings.ticker().nanos();
        boolean seen = false;
        IdcDelivery last = IdcDelivery.unknown(revision);
        List<String> lines = new ArrayList<>();
        while (verb.surroundings.ticker().nanos() - start < limit.toNanos()) {
            Answer answer = verb.client().send(request);
            lines.clear();
            if (answer instanceof Answer.Unreachable(List<String> attempts)) {
                lines.add("no control plane answers");
                lines.addAll(attempts);
                seen = false;
            } else {
                last = Deliveries.with(Failures.done(answer, ""), verb, request).of(revision).known();
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

    private String what(IdcDelivery last) {
        return last.served() < revision
                ? slowest(last) + " serves revision " + last.served() + " (expected: " + revision + ")"
                : last.summary() + " (expected: " + percent + " %)";
    }

    private static String slowest(IdcDelivery last) {
        return last.nodes().size() < 2
                ? "the control node"
                : last.nodes().entrySet().stream().filter(node -> node.getValue().served() == last.served())
                        .map(Map.Entry::getKey).findFirst().orElse("a control node");
    }

    private static List<String> with(String first, List<String> more) {
        List<String> lines = new ArrayList<>(List.of(first));
        lines.addAll(more);
        return lines;
    }
}
