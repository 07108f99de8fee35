package io.spillway.control.health;

import java.util.random.RandomGenerator;

import io.spillway.control.health.probe.CheckOutcome;
import io.spillway.model.time.Ticker;

/**
 * Makes the checks when they are due. Those of workloads that fail have a lane of their own, and a check that is not answered
 * at once goes on in that lane: however many time out, the others have their turn in time. Owned by one thread, the loop.
 */
final class Checker {

    private final HealthSettings settings;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final TimerWheel wheel;
    private final Lane prompt;
    private final Lane failing;
    private final Results results;
    private long latestStartNanos;

    /** Where outcomes go. */
    interface Results {

        /** A check begins, so long after it was due. */
        default void began(Target target, long lateNanos) {}

        /** A check ended. Its target's standing is still the one before. */
        void ended(Target target, CheckOutcome outcome, long nanos);
    }

    Checker(HealthSettings settings, Ticker ticker, RandomGenerator random, Results results) {
        this.settings = settings;
        this.ticker = ticker;
        this.random = random;
        this.results = results;
        this.wheel = new TimerWheel(settings.tick().toNanos(), ticker.nanos());
        this.prompt = new Lane(settings.concurrency());
        this.failing = new Lane(settings.failingConcurrency());
    }

    /** Has a target checked after that time, and then again and again. */
    void begin(Target target, long delayNanos) {
        appoint(target, ticker.nanos() + delayNanos);
    }

    /** Has a target checked now, unless it is being checked or waits for it. */
    void soon(Target target) {
        if (target.lane == null && !target.gone) {
            target.turn++;
            target.dueNanos = ticker.nanos();
            enter(target);
        }
    }

    /** Ends the checks of a target. */
    void end(Target target) {
        target.gone = true;
        target.turn++;
        if (target.running) {
            leave(target);
        }
        target.prober.close();
    }

    /** Does what is due. To be called once per tick. */
    void step() {
        wheel.advance(ticker.nanos());
        prompt.run(this::start);
        failing.run(this::start);
    }

    /** Returns by how much the latest check since the last call began too late, in nanoseconds. */
    long takeLateness() {
        long late = latestStartNanos;
        latestStartNanos = 0;
        return late;
    }

    int running() {
        return prompt.running() + failing.running();
    }

    private void appoint(Target target, long dueNanos) {
        int turn = ++target.turn;
        target.dueNanos = dueNanos;
        wheel.at(dueNanos, () -> {
            if (turn == target.turn) {
                enter(target);
            }
        });
    }

    private void enter(Target target) {
        Lane lane = target.standing.failing() ? failing : prompt;
        target.lane = lane;
        lane.add(target);
    }

    private void start(Target target) {
        if (target.gone) {
            leave(target);
            return;
        }
        target.running = true;
        target.beganNanos = ticker.nanos();
        long late = target.beganNanos - target.dueNanos;
        latestStartNanos = Math.max(latestStartNanos, late);
        results.began(target, late);
        int turn = ++target.turn;
        long timeout = target.check.timeout().toNanos();
        if (target.lane == prompt && timeout > settings.patience().toNanos()) {
            wheel.at(target.beganNanos + settings.patience().toNanos(), () -> slow(target, turn));
        }
        wheel.at(target.beganNanos + timeout, () -> late(target, turn));
        target.prober.begin(outcome -> ended(target, turn, outcome));
    }

    private void slow(Target target, int turn) {
        if (turn == target.turn && target.lane == prompt) {
            leave(target);
            target.running = true;
            target.lane = failing;
            failing.joined();
        }
    }

    private void late(Target target, int turn) {
        if (turn == target.turn) {
            ended(target, turn, target.prober.giveUp());
        }
    }

    private void ended(Target target, int turn, CheckOutcome outcome) {
        if (turn != target.turn) {
            return;
        }
        leave(target);
        long now = ticker.nanos();
        // From when it was due, so that waiting does not make checks rarer; but never several at once to catch up.
        appoint(target, Math.max(now, target.dueNanos + Spread.next(target.check, random)));
        results.ended(target, outcome, now - target.beganNanos);
    }

    private void leave(Target target) {
        Lane lane = target.lane;
        target.lane = null;
        target.running = false;
        if (lane != null) {
            lane.left();
        }
    }
}
