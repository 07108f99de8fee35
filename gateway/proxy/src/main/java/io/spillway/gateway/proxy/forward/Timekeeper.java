package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.FailoverPolicy;
import org.jspecify.annotations.Nullable;

/** Sets the one deadline that an exchange has, and says what is to be done when it comes. Owned by its course. */
final class Timekeeper {
    private final Exchange exchange;
    private final Worker worker;
    private final Course course;
    private final Race race;
    private final Passage passage;
    private final Dues dues = new Dues();

    Timekeeper(Exchange exchange, Worker worker, Course course, Race race, Passage passage) {
        this.exchange = exchange;
        this.worker = worker;
        this.course = course;
        this.race = race;
        this.passage = passage;
    }

    Dues dues() {
        return dues;
    }

    /** Sets the deadline for what the exchange waits for now. */
    void arm() {
        if (race.current() == null && !dues.paused()) {
            return;
        }
        if (exchange.responseStarted() || !exchange.requestComplete()) {
            long idle = worker.now() + exchange.clientAnswer().idleTimeout().toNanos();
            exchange.downstream().deadline().set(Math.min(idle, dues.client()));
        } else {
            exchange.downstream().deadline().set(Math.min(dues.next(), race.due()));
        }
    }

    void onDeadline() {
        if (dues.clientGone(worker.now())) {
            onClientTime();
        } else if (exchange.responseStarted()) {
            passage.reason = "timeout";
            exchange.cut();
        } else if (!exchange.requestComplete()) {
            exchange.answer(new OwnAnswer(408, "timeout", "the request's body did not come in time"));
        } else {
            onTime(worker.now());
        }
    }

    /** The client of a gRPC call waits no longer. */
    private void onClientTime() {
        if (exchange.responseStarted()) {
            exchange.late(new OwnAnswer(504, "timeout", "the call's time is over"));
        } else {
            tooLate(race.current());
        }
    }

    /** A deadline of the request, of an attempt, or of a pause has come. */
    private void onTime(long now) {
        Attempt current = race.current();
        Attempt silent = race.silent();
        if (dues.over(now)) {
            tooLate(current);
        } else if (dues.paused()) {
            Runnable next = dues.resume(now);
            if (next != null) {
                next.run();
            } else {
                arm();
            }
        } else if (silent != null && now >= silent.watch().triedUntil()) {
            timeOut(silent);
            arm();
        } else if (current != null && now >= current.watch().triedUntil()) {
            timeOut(current);
        } else if (current != null) {
            current.watch().check(now);
            if (current.watch().silent()) {
                course.onSilence(current);
            } else {
                arm();
            }
        }
    }

    private void timeOut(Attempt attempt) {
        attempt.abort();
        course.onFailed(attempt, new AttemptOutcome.TimedOut());
    }

    private void tooLate(@Nullable Attempt current) {
        AttemptOutcome outcome = new AttemptOutcome.TimedOut();
        if (current != null) {
            current.abort();
            course.judge().report(current, outcome);
        }
        exchange.answer(OwnAnswers.after(outcome, FailoverPolicy.OUT_OF_TIME));
    }
}
