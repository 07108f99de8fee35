package io.spillway.drill.verdict;

import java.util.concurrent.atomic.AtomicLong;

import io.spillway.drill.measure.Request;
import io.spillway.drill.verdict.RunRecord.Outage;
import io.spillway.drill.verdict.RunRecord.ShiftInForce;

/**
 * Counts misrouted requests: arrived more than one second after a shift was committed, answered while it was still in
 * force, by an IDC whose weight is 0, while an IDC with weight could have answered.
 */
final class Misroutes {

    private static final double GRACE_MS = 1000;

    private final RunRecord run;

    private Misroutes(RunRecord run) {
        this.run = run;
    }

    static long count(RunRecord run) {
        Misroutes misroutes = new Misroutes(run);
        AtomicLong count = new AtomicLong();
        run.recording().forEach(run.window(), Request::ok, request -> {
            if (misroutes.isMisrouted(request)) {
                count.incrementAndGet();
            }
        });
        return count.get();
    }

    private boolean isMisrouted(Request request) {
        double sentMs = request.sentMicros() / 1000.0;
        double doneMs = request.doneMicros() / 1000.0;
        String servedBy = request.servedBy();
        if (servedBy == null) {
            return false;
        }
        for (ShiftInForce shift : run.shifts()) {
            boolean ruled = shift.entrance() == null || shift.entrance().equals(request.entrance());
            if (ruled && sentMs > shift.fromMs() + GRACE_MS && doneMs < shift.toMs()) {
                boolean weightless = shift.weights().getOrDefault(servedBy, 0) == 0;
                if (weightless && weightedOneWasUp(shift, request.service(), sentMs, doneMs)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean weightedOneWasUp(ShiftInForce shift, String service, double sentMs, double doneMs) {
        return shift.weights().entrySet().stream().anyMatch(entry -> entry.getValue() > 0
                && run.outages().stream().noneMatch(outage -> hits(outage, entry.getKey(), service, sentMs, doneMs)));
    }

    private static boolean hits(Outage outage, String idc, String service, double sentMs, double doneMs) {
        return outage.idc().equals(idc) && (outage.service() == null || outage.service().equals(service))
                && outage.fromMs() <= doneMs && outage.toMs() >= sentMs;
    }
}
