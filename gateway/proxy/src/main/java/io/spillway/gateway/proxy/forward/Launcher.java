package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.BackOff;
import io.spillway.gateway.failover.Decision;
import io.spillway.gateway.proxy.guard.LocalityCounts;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * Makes the attempts of a course: asks the load balancer where the next one goes, waits where there is to be a pause, and
 * starts it. Owned by its course, on its event loop.
 */
final class Launcher {
    private final Exchange exchange;
    private final Course course;
    private final Trail trail;

    Launcher(Exchange exchange, Course course, Trail trail) {
        this.exchange = exchange;
        this.course = course;
        this.trail = trail;
    }

    /** Chooses an endpoint and tries it; {@code after} is what went wrong before, null for the first attempt. */
    void select(XdsCluster from, @Nullable AttemptOutcome after) {
        switch (selection(from)) {
            case Selection.NoEndpoint(String why) -> nowhere(from, after, why);
            case Selection.Selected selected -> {
                OwnAnswer refusal = Admission.share(exchange.worker(), from, selected.endpoint(),
                        exchange.bounds().priority());
                if (refusal == null) {
                    course.judge().chosen(from, selected, after, exchange.passage());
                    attempt(from, choice(from, selected), false);
                } else {
                    refuse(refusal);
                }
            }
        }
    }

    private Selection selection(XdsCluster from) {
        return exchange.worker().balancer().select(from, exchange.worker().states(),
                trail.context(course.aim().hash(), exchange.request()),
                exchange.worker().random());
    }

    private Choice choice(XdsCluster from, Selection.Selected selected) {
        LocalityCounts counts = exchange.worker().guard(from).counts(selected.locality(), selected.priority());
        Worker worker = exchange.worker();
        boolean astray = exchange.passage().settled
                && Astray.is(worker.snapshot(), worker.states(), course.aim().action(), from, selected, trail);
        return new Choice(selected.endpoint(), selected.priority(), counts, astray);
    }

    /** There is nobody to ask; {@code after} is what went wrong before, null for the first attempt. */
    void nowhere(XdsCluster from, @Nullable AttemptOutcome after, String why) {
        refuse(after == null ? OwnAnswers.noEndpoint(from, why) : OwnAnswers.after(after, why));
    }

    /** There is no further attempt: the only hope left is that the endpoint of an earlier one answers. */
    void refuse(OwnAnswer answer) {
        if (!backToEarlier()) {
            exchange.answer(answer);
        }
    }

    /** Puts the request in the hands of the earlier of two attempts; returns whether there is one. */
    boolean backToEarlier() {
        Attempt left = course.race().backToEarlier();
        if (left == null) {
            return false;
        }
        exchange.passage().of(left);
        course.arm();
        return true;
    }

    private void attempt(XdsCluster from, Choice choice, boolean fresh) {
        exchange.passage().attempts++;
        Attempt next = new Attempt(exchange, exchange.worker(), from, choice, trail.begin());
        course.race().enter(next);
        exchange.passage().of(next);
        Hedging hedging = course.hedging();
        if (hedging != null) {
            hedging.watch(next);
        }
        next.watch().begin(exchange.worker().now(), course.aim().perTry());
        course.arm();
        next.start(fresh, course.judge().idempotent());
    }

    /** Makes an attempt once more, on a connection of its own. */
    void resend(Attempt failed) {
        exchange.passage().attempts--;
        attempt(failed.cluster(), failed.choice(), true);
    }

    /** Makes the attempt that follows one that ended, or fell silent. */
    void proceed(Attempt ended, AttemptOutcome outcome, Decision decision) {
        trail.goOn(ended.choice().priority(), outcome, decision);
        boolean same = decision instanceof Decision.SameEndpoint;
        // Another endpoint has done nothing wrong, the same one gets some time.
        long wait = same
                ? BackOff.nanos(exchange.passage().attempts + 1, false, exchange.worker().random())
                : BackOff.nanos(exchange.passage().attempts, !(decision instanceof Decision.RetrySamePriority),
                        exchange.worker().random());
        Runnable next = same
                ? () -> attempt(ended.cluster(), ended.choice(), false)
                : () -> select(ended.cluster(), outcome);
        if (wait == 0) {
            next.run();
        } else {
            course.time().dues().pause(exchange.worker().now() + wait, next);
            course.arm();
        }
    }

    /** Makes an attempt beside one that takes long, if its IDC takes one more of this gateway. */
    void beside(Attempt late, Hedging hedging, Decision decision) {
        trail.beside(late, decision);
        course.race().hedge(late);
        XdsCluster from = late.cluster();
        if (selection(from) instanceof Selection.Selected selected && Admission.waitForShare(exchange.worker(), from,
                selected.endpoint(), exchange.bounds().priority()) == 0) {
            Choice choice = choice(from, selected);
            hedging.begun(from, choice);
            attempt(from, choice, false);
        } else {
            backToEarlier();
        }
    }
}
