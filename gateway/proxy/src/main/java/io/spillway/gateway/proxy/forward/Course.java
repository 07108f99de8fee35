package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.BackOff;
import io.spillway.gateway.failover.Decision;
import io.spillway.gateway.failover.FailoverPolicy;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.proxy.guard.LocalityCounts;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one exchange and their order. Asks the load balancer where to go ({@link Aim}, {@link Trail}) and the
 * failover policy whether to go on ({@link Judge}); {@link Timekeeper} says when something took too long. Attempts follow
 * one another, except when an endpoint falls silent: then the next attempt runs beside the silent one, and the first good
 * answer wins ({@link Race}). Owned by its exchange, on its event loop.
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

    Course(Exchange exchange, Worker worker, Request request, Passage passage) {
        this.exchange = exchange;
        this.worker = worker;
        this.request = request;
        this.passage = passage;
        this.aim = new Aim(request);
        this.judge = new Judge(exchange, worker, aim, trail, bounds);
        this.time = new Timekeeper(exchange, worker, this, race, passage);
    }

    @Nullable
    Attempt attempt() {
        return race.current();
    }

    /** Tells whether no other attempt is under way whose answer may win. */
    boolean alone() {
        return race.alone();
    }

    @Nullable
    String rewrittenPath() {
        return aim.rewrittenPath();
    }

    /** Returns the host that the endpoint is asked for. */
    @Nullable
    String rewrittenHost() {
        return aim.rewrittenHost();
    }

    /** Returns the class that another gateway is told, or null for the usual one. */
    @Nullable
    String namedClass() {
        return bounds.priority() == PriorityClass.DEFAULT ? null : bounds.priority().word();
    }

    Bounds bounds() {
        return bounds;
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
        time.dues().client(worker.now(), request.grpc() ? Grpc.timeoutNanos(request.gate().head()) : Aim.NEVER);
        if (request.fromGateway()) {
            // Only those who have shown that they are a gateway are believed.
            time.dues().hop(TimeLeft.given(request.gate().head()));
        }
        if (exchange.requestComplete()) {
            startRequestTime();
        }
        if (worker.retests().wanted() && exchange.requestComplete()) {
            worker.retests().lend(exchange, request, chosen);
        }
        select(chosen, null);
    }

    private void startRequestTime() {
        time.dues().request(worker.now(), requestTime());
    }

    private long requestTime() {
        return time.dues().whole(aim.requestTime(worker.shared().settings()));
    }

    /** Returns what the next hop is to be told of the time that is left, or null; {@code gateway} says what it is. */
    @Nullable
    TimeLeft timeLeft(boolean gateway) {
        long now = worker.now();
        long call = time.dues().clientRemaining(now);
        if (!gateway) {
            return TimeLeft.of(Aim.NEVER, call);
        }
        // The time of a request runs from its end: before that, all of it is left.
        long whole = exchange.requestComplete() ? time.dues().remaining(now) : requestTime();
        return TimeLeft.of(Math.min(whole, aim.perTry()), call);
    }

    void onRequestComplete() {
        startRequestTime();
        Attempt attempt = race.current();
        if (attempt != null) {
            attempt.requestComplete();
            attempt.watch().begin(worker.now(), aim.perTry());
            arm();
        }
    }

    /** Chooses an endpoint and tries it; {@code after} is what went wrong before, null for the first attempt. */
    private void select(XdsCluster from, @Nullable AttemptOutcome after) {
        switch (worker.balancer().select(from, worker.states(), trail.context(aim.hash(), request), worker.random())) {
            case Selection.NoEndpoint(String why) -> nowhere(from, after, why);
            case Selection.Selected selected -> {
                OwnAnswer refusal = Admission.share(worker, from, selected.endpoint().idc(), bounds.priority());
                if (refusal == null) {
                    go(from, selected, after);
                } else {
                    refuse(refusal);
                }
            }
        }
    }

    private void go(XdsCluster from, Selection.Selected selected, @Nullable AttemptOutcome after) {
        judge.chosen(from, selected, after, passage);
        LocalityCounts counts = worker.guard(from).counts(selected.locality(), selected.priority());
        attempt(from, new Choice(selected.endpoint(), selected.priority(), counts), false);
    }

    private void nowhere(XdsCluster from, @Nullable AttemptOutcome after, String why) {
        refuse(after == null ? OwnAnswers.noEndpoint(from, why) : OwnAnswers.after(after, why));
    }

    /** There is no further attempt: the only hope left is that a silent endpoint answers. */
    private void refuse(OwnAnswer answer) {
        Attempt left = race.backToSilent();
        if (left == null) {
            exchange.answer(answer);
        } else {
            passage.of(left);
            arm();
        }
    }

    private void attempt(XdsCluster from, Choice choice, boolean fresh) {
        passage.attempts++;
        Attempt next = new Attempt(exchange, worker, from, choice, trail.begin());
        race.enter(next);
        passage.of(next);
        next.watch().begin(worker.now(), aim.perTry());
        arm();
        next.start(fresh, judge.idempotent());
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
     * repeated another endpoint is asked beside it.
     */
    void onSilence(Attempt late) {
        AttemptOutcome outcome = late.connected()
                ? new AttemptOutcome.TimedOut()
                : new AttemptOutcome.ConnectFailed("silent");
        worker.shared().outliers().report(late.cluster(), late.endpoint(), outcome);
        if (!worker.vitals().anyHeard(late, worker.now())) {
            trail.priorityIsSilent();
        }
        Decision decision = decide(late, outcome);
        if (Judge.again(decision)) {
            judge.count(late, "silent");
            race.stepAside(late);
            proceed(late, outcome, decision);
        } else {
            judge.denied(decision);
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
        if (answered == race.silent()) {
            race.leaveSilent();
            answered.discard();
            return false;
        }
        Decision decision = decide(answered, outcome);
        if (!Judge.again(decision)) {
            win(answered);
            return true;
        }
        answered.discard();
        goOn(answered, outcome, decision);
        return false;
    }

    /** The end of a gRPC call's answer says how it went. */
    void onStatus(Attempt answered, int grpcStatus) {
        judge.status(answered, grpcStatus);
    }

    private void win(Attempt answered) {
        if (!race.alone()) {
            judge.cancelled(race.win(answered));
            time.dues().stopPause();
            passage.of(answered);
        }
    }

    void onFailed(Attempt failed, AttemptOutcome outcome) {
        failed.expectStatus(false);
        judge.report(failed, outcome);
        if (exchange.responseStarted()) {
            passage.reason = OwnAnswers.word(outcome);
            exchange.cut();
        } else if (failed == race.silent()) {
            race.leaveSilent();
        } else if (judge.staleConnection(failed, outcome)) {
            passage.attempts--;
            attempt(failed.cluster(), failed.choice(), true);
        } else {
            goOn(failed, outcome, decide(failed, outcome));
        }
    }

    private Decision decide(Attempt ended, AttemptOutcome outcome) {
        return judge.decide(ended, outcome, passage.attempts, time.dues().remaining(worker.now()));
    }

    private void goOn(Attempt ended, AttemptOutcome outcome, Decision decision) {
        race.leave();
        switch (decision) {
            case Decision.Respond _ -> nowhere(ended.cluster(), outcome, FailoverPolicy.NO_ALTERNATIVE);
            case Decision.GiveUp(String reason) -> {
                judge.denied(decision);
                nowhere(ended.cluster(), outcome, reason);
            }
            case Decision.RetrySamePriority _,Decision.FailOver _,Decision.LastResort _ ->
                proceed(ended, outcome, decision);
        }
    }

    private void proceed(Attempt ended, AttemptOutcome outcome, Decision decision) {
        trail.goOn(ended.choice().priority(), outcome, decision);
        long wait = BackOff.nanos(passage.attempts, !(decision instanceof Decision.RetrySamePriority), worker.random());
        if (wait == 0) {
            select(ended.cluster(), outcome);
        } else {
            time.dues().pause(worker.now() + wait, () -> select(ended.cluster(), outcome));
            arm();
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
        race.end();
        bounds.leave(worker);
    }
}
