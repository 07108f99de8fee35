package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.FailoverPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The time that a request has, and the one deadline that its exchange sets; says what is to be done when that comes. Owned
 * by its course.
 */
final class Timekeeper {
    private final Exchange exchange;
    private final Course course;
    private final Dues dues = new Dues();

    Timekeeper(Exchange exchange, Course course) {
        this.exchange = exchange;
        this.course = course;
    }

    Dues dues() {
        return dues;
    }

    /** The request goes to an endpoint for the first time. */
    void begin() {
        Request request = exchange.request();
        dues.client(exchange.worker().now(), request.grpc() ? Grpc.timeoutNanos(request.gate().head()) : Aim.NEVER);
        if (request.fromGateway()) {
            // Only those who have shown that they are a gateway are believed.
            dues.hop(TimeLeft.given(request.gate().head()));
        }
        if (exchange.requestComplete()) {
            onRequestComplete();
        }
    }

    /** The request's own time begins to run. */
    void onRequestComplete() {
        dues.request(exchange.worker().now(), whole());
    }

    private long whole() {
        return dues.whole(course.aim().requestTime(exchange.worker().shared().settings()));
    }

    /** Returns what the next hop is to be told of the time that is left, or null; {@code gateway} says what it is. */
    @Nullable
    TimeLeft left(boolean gateway) {
        long now = exchange.worker().now();
        long call = dues.clientRemaining(now);
        if (!gateway) {
            return TimeLeft.of(Aim.NEVER, call);
        }
        // The time of a request runs from its end: before that, all of it is left.
        long request = exchange.requestComplete() ? dues.remaining(now) : whole();
        return TimeLeft.of(Math.min(request, course.aim().perTry()), call);
    }

    /** Sets the deadline for what the exchange waits for now. */
    void arm() {
        if (course.race().current() == null && !dues.paused()) {
            return;
        }
        if (exchange.responseStarted()) {
            // Who takes nothing of what waits gains no time by that more comes.
            if (!exchange.downstream().output().stuck()) {
                waitIdle();
            }
        } else if (!exchange.requestComplete()) {
            waitIdle();
        } else {
            exchange.downstream().deadline().set(Math.min(dues.next(), course.race().due()));
        }
    }

    private void waitIdle() {
        long idle = exchange.worker().now() + exchange.clientAnswer().idleTimeout().toNanos();
        exchange.downstream().deadline().set(Math.min(idle, dues.client()));
    }

    void onDeadline() {
        ClientOutput output = exchange.downstream().output();
        if (dues.clientGone(exchange.worker().now())) {
            onClientTime();
        } else if (exchange.responseStarted() && output.waits() && !output.stuck()) {
            waitIdle();
        } else if (exchange.responseStarted()) {
            exchange.cut("timeout");
        } else if (!exchange.requestComplete()) {
            exchange.answer(new OwnAnswer(408, "timeout", "the request's body did not come in time"));
        } else {
            onTime(exchange.worker().now());
        }
    }

    /** The client of a gRPC call waits no longer. */
    private void onClientTime() {
        if (exchange.responseStarted()) {
            exchange.late(new OwnAnswer(504, "timeout", "the call's time is over"));
        } else {
            tooLate(course.race().current());
        }
    }

    /** A deadline of the request, of an attempt, or of a pause has come. */
    private void onTime(long now) {
        Attempt current = course.race().current();
        Attempt earlier = course.race().earlier();
        if (dues.over(now)) {
            tooLate(current);
        } else if (dues.paused()) {
            Runnable next = dues.resume(now);
            if (next != null) {
                next.run();
            } else {
                arm();
            }
        } else if (earlier != null && now >= earlier.watch().triedUntil()) {
            timeOut(earlier);
            arm();
        } else if (current != null && now >= current.watch().triedUntil()) {
            timeOut(current);
        } else if (current != null) {
            look(current, now);
        }
    }

    /** Looks whether an endpoint takes longer than it should. */
    private void look(Attempt current, long now) {
        Attempt earlier = course.race().hedging() ? course.race().earlier() : null;
        if (earlier != null && silent(earlier, now)) {
            course.onSilence(earlier);
        } else if (silent(current, now)) {
            course.onSilence(current);
        } else if (current.watch().late(now)) {
            course.onLate(current);
        } else {
            arm();
        }
    }

    private static boolean silent(Attempt attempt, long now) {
        attempt.watch().check(now);
        return attempt.watch().silent();
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
