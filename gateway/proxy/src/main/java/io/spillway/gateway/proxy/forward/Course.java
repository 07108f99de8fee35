package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.Decision;
import io.spillway.gateway.failover.FailoverPolicy;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * The attempts of one exchange and their order. Asks the load balancer where to go ({@link Aim}, {@link Trail}) and the
 * failover policy whether to go on ({@link Judge}); {@link Timekeeper} says when something took too long. Attempts follow
 * one another, except when an endpoint falls silent, or takes long where the cluster wants hedging ({@link Hedging}): then
 * the next attempt runs beside that one, and the first good answer wins ({@link Race}). Owned by its exchange, on its event
 * loop.
 */
final class Course {
    private final Exchange exchange;
    private final Worker worker;
    private final Request request;
    private final Passage passage;
    private final Aim aim;
    private final Trail trail = new Trail();
    private final Bounds bounds = new Bounds();
    private final Race race = new Race();
    private final Judge judge;
    private final Timekeeper time;
    private final Launcher launcher;
    /** Null for a request that is not hedged. */
    private @Nullable Hedging hedging;

    Course(Exchange exchange, Worker worker, Request request, Passage passage) {
        this.exchange = exchange;
        this.worker = worker;
        this.request = request;
        this.passage = passage;
        this.aim = new Aim(request);
        this.judge = new Judge(exchange, worker, aim, trail, bounds);
        this.time = new Timekeeper(exchange, this);
        this.launcher = new Launcher(exchange, this, trail);
    }

    @Nullable
    Attempt attempt() {
        return race.current();
    }

    /** Tells whether no other attempt is under way whose answer may win. */
    boolean alone() {
        return race.alone();
    }

    Aim aim() {
        return aim;
    }

    Timekeeper time() {
        return time;
    }

    Bounds bounds() {
        return bounds;
    }

    Race race() {
        return race;
    }

    @Nullable
    Hedging hedging() {
        return hedging;
    }

    Judge judge() {
        return judge;
    }

    void begin(Routing.To to) {
        choose(to);
        begin();
    }

    /** Says where the request goes, without trying it yet. */
    void choose(Routing.To to) {
        aim.at(to);
        passage.cluster = to.cluster().name();
        passage.service = to.cluster().service();
    }

    /** Makes the first attempt at what was chosen, if there is room for it. */
    void begin() {
        XdsCluster chosen = aim.cluster();
        OwnAnswer refusal = bounds.enter(worker, chosen, aim.priority());
        if (refusal != null) {
            exchange.answer(refusal);
            return;
        }
        hedging = Hedging.of(worker, chosen, exchange, judge, passage);
        time.begin();
        if (worker.retests().wanted() && exchange.requestComplete()) {
            worker.retests().lend(exchange, request, chosen);
        }
        launcher.select(chosen, null);
    }

    void onRequestComplete() {
        time.onRequestComplete();
        Attempt attempt = race.current();
        if (attempt != null) {
            attempt.requestComplete();
            attempt.watch().begin(worker.now(), aim.perTry());
            arm();
        }
    }

    /** The attempt may not even try to get a connection. */
    void onRefused(Attempt attempt, OwnAnswer refusal) {
        if (hedging != null) {
            hedging.failed(attempt);
        }
        launcher.refuse(refusal);
    }

    /** Sets the deadline for what the exchange waits for now. */
    void arm() {
        time.arm();
    }

    void onDeadline() {
        time.onDeadline();
    }

    /**
     * The endpoint has answered nobody for longer than it ever needed. That counts against it, and if the request may be
     * repeated another endpoint is asked beside it, unless one is.
     */
    void onSilence(Attempt late) {
        AttemptOutcome outcome = late.connected()
                ? new AttemptOutcome.TimedOut()
                : new AttemptOutcome.ConnectFailed("silent");
        worker.shared().outliers().report(late.cluster(), late.endpoint(), outcome);
        if (!worker.vitals().anyHeard(late, worker.now())) {
            trail.priorityIsSilent();
        }
        if (race.hedging()) {
            judge.count(late, "silent");
            race.silent(late);
            passage.of(requireNonNull(race.current(), "the other attempt"));
            arm();
            return;
        }
        Decision decision = decide(late, outcome);
        if (Judge.again(decision)) {
            judge.count(late, "silent");
            race.stepAside(late);
            launcher.proceed(late, outcome, decision);
        } else {
            judge.denied(decision);
            arm();
        }
    }

    /** The answer takes longer than usual, which says nothing against the endpoint yet: another one is asked beside it. */
    void onLate(Attempt late) {
        if (hedging == null || !race.alone()) {
            arm();
            return;
        }
        Decision decision = hedging.decide(late, passage.attempts, time.dues().remaining(worker.now()));
        if (Judge.again(decision)) {
            launcher.beside(late, hedging, decision);
        } else {
            arm();
        }
    }

    /** Tells whether an answer goes to the client; if not, another attempt is under way. */
    boolean accepts(Attempt answered, AttemptOutcome.Answered outcome) {
        answered.watch().heard(worker.now());
        if (!answered.expectsStatus()) {
            judge.report(answered, outcome);
        }
        bounds.answered(worker, outcome.meaning());
        if (judge.good(outcome)) {
            win(answered);
            return true;
        }
        if (goesOnWithout(answered)) {
            answered.discard();
            return false;
        }
        Decision decision = decide(answered, outcome);
        if (Judge.again(decision)) {
            answered.discard();
            goOn(answered, outcome, decision);
            return false;
        }
        if (Judge.refused(outcome) && launcher.backToEarlier()) {
            // That nobody could be asked there takes nothing from the hope that the silent endpoint answers after all.
            answered.discard();
            return false;
        }
        win(answered);
        return true;
    }

    /** Tells whether, with that attempt over, the other one of two is waited for. */
    private boolean goesOnWithout(Attempt over) {
        if (hedging != null) {
            hedging.failed(over);
        }
        if (over == race.earlier()) {
            race.leaveEarlier();
            return true;
        }
        return race.hedging() && launcher.backToEarlier();
    }

    /** The end of a gRPC call's answer says how it went. */
    void onStatus(Attempt answered, int grpcStatus) {
        judge.status(answered, grpcStatus);
    }

    private void win(Attempt answered) {
        boolean hedged = race.hedging();
        boolean alone = race.alone();
        Attempt loser = race.win(answered);
        if (hedging != null) {
            hedging.won(answered, hedged ? loser : null);
        }
        if (!alone) {
            judge.cancelled(loser);
            time.dues().stopPause();
            passage.of(answered);
        }
    }

    void onFailed(Attempt failed, AttemptOutcome outcome) {
        failed.expectStatus(false);
        judge.report(failed, outcome);
        if (exchange.responseStarted()) {
            exchange.cut(OwnAnswers.word(outcome));
        } else if (failed != race.earlier() && judge.staleConnection(failed, outcome)) {
            launcher.resend(failed);
        } else if (!goesOnWithout(failed)) {
            goOn(failed, outcome, decide(failed, outcome));
        }
    }

    private Decision decide(Attempt ended, AttemptOutcome outcome) {
        return judge.decide(ended, outcome, passage.attempts, time.dues().remaining(worker.now()));
    }

    private void goOn(Attempt ended, AttemptOutcome outcome, Decision decision) {
        race.leave();
        switch (decision) {
            case Decision.Respond _ -> launcher.nowhere(ended.cluster(), outcome, FailoverPolicy.NO_ALTERNATIVE);
            case Decision.GiveUp(String reason) -> {
                judge.denied(decision);
                launcher.nowhere(ended.cluster(), outcome, reason);
            }
            case Decision.RetrySamePriority _,Decision.FailOver _,Decision.LastResort _,Decision.SameEndpoint _ ->
                launcher.proceed(ended, outcome, decision);
        }
    }

    /** The client is slower than the endpoint. */
    void holdResponse() {
        Attempt attempt = race.current();
        if (attempt != null) {
            attempt.setReading(false);
        }
    }

    void end() {
        time.dues().stopPause();
        judge.settle(race.current());
        if (hedging != null) {
            hedging.end();
        }
        race.end();
        bounds.leave(worker);
    }
}
