package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.List;

import io.spillway.gateway.balance.Alternatives;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.balance.SelectionContext;
import io.spillway.gateway.balance.SelectionKey;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.BackOff;
import io.spillway.gateway.failover.Decision;
import io.spillway.gateway.failover.FailoverPolicy;
import io.spillway.gateway.failover.GrpcStatus;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.failover.RequestFacts;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.proxy.guard.LocalityCounts;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.StickyKey;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * The attempts of one exchange and its deadlines. Asks the load balancer where to go and the failover policy whether to
 * go on. Attempts follow one another, except when an endpoint falls silent: then the next attempt runs beside the silent
 * one, and the first good answer wins. Owned by its exchange, on its event loop.
 */
final class Course {
    private static final long NEVER = Long.MAX_VALUE;

    private final Exchange exchange;
    private final Worker worker;
    private final Request request;
    private final Passage passage;
    private final boolean idempotent;
    private final List<Endpoint> tried = new ArrayList<>(0);
    private RouteAction.@Nullable Forward action;
    private @Nullable XdsCluster cluster;
    private PriorityClass priority = PriorityClass.DEFAULT;
    private @Nullable Attempt attempt;
    private final Bounds bounds = new Bounds();
    private @Nullable LocalityCounts counts;
    /** An attempt whose endpoint fell silent, and that may win after all. */
    private @Nullable Attempt silent;
    /** A retry that waits for its time. */
    private @Nullable Runnable paused;
    private int firstPriority;
    private int attemptsInPriority;
    private boolean resent;
    private boolean free;
    private long requestDue = NEVER;
    /** When the client of a gRPC call has no more use for an answer. */
    private long clientDue = NEVER;
    private long resumeDue = NEVER;

    Course(Exchange exchange, Worker worker, Request request, Passage passage) {
        this.exchange = exchange;
        this.worker = worker;
        this.request = request;
        this.passage = passage;
        this.idempotent = RequestFacts.idempotentMethod(request.method());
    }

    @Nullable
    Attempt attempt() {
        return attempt;
    }

    /** Tells whether no other attempt is under way whose answer may win. */
    boolean alone() {
        return silent == null;
    }

    @Nullable
    String rewrittenPath() {
        return action == null || action.pathRewrite() == null
                ? request.changedPath()
                : action.pathRewrite().apply(request.path());
    }

    /** Returns the class that another gateway is told, or null for the usual one. */
    @Nullable
    String namedClass() {
        return bounds.priority() == PriorityClass.DEFAULT ? null : bounds.priority().word();
    }

    Bounds bounds() {
        return bounds;
    }

    /** Returns the host that the endpoint is asked for. */
    @Nullable
    String rewrittenHost() {
        return action == null ? null : action.hostRewrite();
    }

    void begin(Routing.To to) {
        choose(to);
        begin();
    }

    /** Says where the request goes, without trying it yet. */
    void choose(Routing.To to) {
        action = to.action();
        cluster = to.cluster();
        priority = to.priority();
        passage.cluster = to.cluster().name();
        passage.service = to.cluster().service();
    }

    /** Makes the first attempt at what was chosen, if there is room for it. */
    void begin() {
        XdsCluster chosen = requireNonNull(cluster, "cluster");
        OwnAnswer refusal = bounds.enter(worker, chosen, priority);
        if (refusal != null) {
            exchange.answer(refusal);
            return;
        }
        long given = request.grpc() ? Grpc.timeoutNanos(request.gate().head()) : NEVER;
        clientDue = given == NEVER ? NEVER : worker.now() + given;
        if (exchange.requestComplete()) {
            startRequestTime();
        }
        if (worker.retests().wanted() && exchange.requestComplete()) {
            worker.retests().lend(exchange, request, chosen);
        }
        select(chosen, null);
    }

    /** The time of a request runs from its end, so that a slow upload does not eat it. */
    private void startRequestTime() {
        if (action != null) {
            long timeout = action.timeout().toNanos();
            requestDue = Math.min(clientDue, worker.now()
                    + (timeout > 0 ? timeout : worker.shared().settings().requestTimeout().toNanos()));
        }
    }

    void onRequestComplete() {
        startRequestTime();
        if (attempt != null) {
            attempt.requestComplete();
            attempt.begin(worker.now(), perTry());
            arm();
        }
    }

    /** Chooses an endpoint and tries it; {@code after} is what went wrong before, null for the first attempt. */
    private void select(XdsCluster from, @Nullable AttemptOutcome after) {
        List<StickyKey> hash = action == null ? null : action.hash();
        SelectionContext context = hash != null
                ? new SelectionContext(tried, firstPriority, SelectionKey.of(hash, request))
                : tried.isEmpty() && firstPriority == 0
                        ? SelectionContext.FIRST
                        : new SelectionContext(tried, firstPriority);
        switch (worker.balancer().select(from, worker.states(), context, worker.random())) {
            case Selection.NoEndpoint(String why) -> nowhere(from, after, why);
            case Selection.Selected selected -> {
                OwnAnswer refusal = Admission.share(worker, from, selected.endpoint().idc(), bounds.priority());
                if (refusal != null) {
                    refused(refusal);
                    return;
                }
                if (after == null) {
                    passage.reason = OwnAnswers.reason(selected.reason());
                } else if (selected.priority() > passage.priority) {
                    passage.reason = "failover";
                    worker.meters().failover(from.service(), passage.targetIdc, selected.endpoint().idc(),
                            OwnAnswers.word(after));
                }
                counts = worker.guard(from).counts(selected.locality(), selected.priority());
                attempt(from, selected.endpoint(), selected.priority(), false);
            }
        }
    }

    private void refused(OwnAnswer refusal) {
        if (silent != null) {
            waitForSilent();
        } else {
            exchange.answer(refusal);
        }
    }

    private void nowhere(XdsCluster from, @Nullable AttemptOutcome after, String why) {
        if (silent != null) {
            waitForSilent();
        } else {
            exchange.answer(after == null
                    ? new OwnAnswer(503, "no_endpoint", "cluster '" + from.name() + "' has no usable endpoint: " + why)
                    : OwnAnswers.after(after, why));
        }
    }

    /** The only hope left is that the silent endpoint answers. */
    private void waitForSilent() {
        Attempt left = silent;
        silent = null;
        attempt = left;
        if (left != null) {
            passage.of(left);
            arm();
        }
    }

    private void attempt(XdsCluster from, Endpoint endpoint, int priority, boolean fresh) {
        passage.attempts++;
        attemptsInPriority++;
        Attempt next = new Attempt(exchange, worker, from, new Attempt.Choice(endpoint, priority, counts), free);
        free = false;
        attempt = next;
        passage.of(next);
        next.begin(worker.now(), perTry());
        arm();
        next.start(fresh, idempotent);
    }

    /** Returns how long one attempt may take, in nanoseconds; {@link #NEVER} when the route does not say. */
    private long perTry() {
        RetryConditions retries = conditions();
        return retries.perTryTimeout() == null ? NEVER : retries.perTryTimeout().toNanos();
    }

    private RetryConditions conditions() {
        return action == null ? RetryConditions.NONE : action.retries();
    }

    /** Sets the deadline for what the exchange waits for now. */
    void arm() {
        Attempt current = attempt;
        if (current == null && paused == null) {
            return;
        }
        if (exchange.responseStarted() || !exchange.requestComplete()) {
            long idle = worker.now() + exchange.idleTimeout().toNanos();
            exchange.downstream().deadline().set(Math.min(idle, clientDue));
        } else {
            long due = Math.min(requestDue, resumeDue);
            due = current == null ? due : Math.min(due, current.due());
            exchange.downstream().deadline().set(silent == null ? due : Math.min(due, silent.due()));
        }
    }

    void onDeadline() {
        if (clientDue != NEVER && worker.now() >= clientDue) {
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
            tooLate(attempt);
        }
    }

    /** A deadline of the request, of an attempt, or of a pause has come. */
    private void onTime(long now) {
        Attempt current = attempt;
        Attempt other = silent;
        Runnable waiting = paused;
        if (now >= requestDue) {
            tooLate(current);
        } else if (waiting != null) {
            if (now >= resumeDue) {
                paused = null;
                resumeDue = NEVER;
                waiting.run();
            } else {
                arm();
            }
        } else if (other != null && now >= other.triedUntil()) {
            other.abort();
            onFailed(other, new AttemptOutcome.TimedOut());
            arm();
        } else if (current != null && now >= current.triedUntil()) {
            current.abort();
            onFailed(current, new AttemptOutcome.TimedOut());
        } else if (current != null) {
            current.checkPulse(now);
            if (current.silent()) {
                onSilence(current);
            } else {
                arm();
            }
        }
    }

    private void tooLate(@Nullable Attempt current) {
        AttemptOutcome outcome = new AttemptOutcome.TimedOut();
        if (current != null) {
            current.abort();
            report(current, outcome);
        }
        exchange.answer(OwnAnswers.after(outcome, FailoverPolicy.OUT_OF_TIME));
    }

    /**
     * The endpoint has answered nobody for longer than it ever needed. That counts against it, and if the request may be
     * repeated another endpoint is asked beside it.
     */
    private void onSilence(Attempt late) {
        AttemptOutcome outcome = late.connected()
                ? new AttemptOutcome.TimedOut()
                : new AttemptOutcome.ConnectFailed("silent");
        worker.shared().outliers().report(late.cluster(), late.endpoint(), outcome);
        if (!worker.vitals().anyHeard(late, worker.now())) {
            // Nobody else of this priority was heard of either: the next one costs no second wait.
            attemptsInPriority = FailoverPolicy.ATTEMPTS_PER_PRIORITY;
        }
        Decision decision = decide(late, outcome);
        if (decision instanceof Decision.RetrySamePriority || decision instanceof Decision.FailOver) {
            worker.meters().attempt(late.cluster().service(), late.endpoint().idc(), "silent");
            stepAside(late);
            proceed(late, outcome, decision);
        } else {
            denied(decision);
            arm();
        }
    }

    /** A request that was sent may still be answered; one that was not is taken back. */
    private void stepAside(Attempt late) {
        attempt = null;
        if (!late.connected()) {
            late.abort();
            return;
        }
        if (silent != null) {
            silent.abort();
        }
        silent = late;
    }

    /** Tells whether an answer goes to the client; if not, another attempt is under way. */
    boolean accepts(Attempt answered, AttemptOutcome.Answered outcome) {
        answered.heard(worker.now());
        if (!answered.expectsStatus()) {
            report(answered, outcome);
        }
        bounds.answered(worker, outcome.meaning());
        if (good(outcome)) {
            win(answered);
            return true;
        }
        if (answered == silent) {
            silent = null;
            answered.discard();
            return false;
        }
        Decision decision = decide(answered, outcome);
        if (decision instanceof Decision.Respond || decision instanceof Decision.GiveUp) {
            win(answered);
            return true;
        }
        answered.discard();
        goOn(answered, outcome, decision);
        return false;
    }

    private boolean good(AttemptOutcome.Answered outcome) {
        int status = outcome.meaning();
        return status < 400 || (status < 500 && conditions().statuses().isEmpty()
                && !conditions().namesGrpc(outcome.grpcStatus()));
    }

    /** The end of a gRPC call's answer says how it went. */
    void onStatus(Attempt answered, int grpcStatus) {
        answered.expectStatus(false);
        report(answered, new AttemptOutcome.Answered(200, null, grpcStatus));
    }

    /** A gRPC call's answer has ended, or nobody waits for its end, and it has not said how it went. */
    void settle() {
        if (attempt != null && attempt.expectsStatus()) {
            onStatus(attempt, GrpcStatus.NONE);
        }
    }

    private void win(Attempt answered) {
        if (silent != null) {
            Attempt loser = answered == silent ? attempt : silent;
            silent = null;
            if (loser != null) {
                loser.abort();
                worker.meters().attempt(loser.cluster().service(), loser.endpoint().idc(), "cancelled");
            }
            attempt = answered;
            paused = null;
            passage.of(answered);
        }
    }

    void onFailed(Attempt failed, AttemptOutcome outcome) {
        failed.expectStatus(false);
        report(failed, outcome);
        if (failed.free() && outcome instanceof AttemptOutcome.ConnectFailed) {
            worker.shared().budget().spend(failed.endpoint().idc());
        }
        if (exchange.responseStarted()) {
            passage.reason = OwnAnswers.word(outcome);
            exchange.cut();
        } else if (failed == silent) {
            silent = null;
        } else if (staleConnection(failed, outcome)) {
            resent = true;
            passage.attempts--;
            attemptsInPriority--;
            attempt(failed.cluster(), failed.endpoint(), failed.priority(), true);
        } else {
            goOn(failed, outcome, decide(failed, outcome));
        }
    }

    /**
     * A kept connection that its endpoint closed just before it got the request: the endpoint gets the request again, once,
     * on a connection of its own. That is no retry, nothing has failed.
     */
    private boolean staleConnection(Attempt failed, AttemptOutcome outcome) {
        return outcome instanceof AttemptOutcome.ResetBeforeResponse(boolean reused) && reused && !resent
                && exchange.store().whole() && (idempotent || failed.bytesSent() == 0);
    }

    private Decision decide(Attempt ended, AttemptOutcome outcome) {
        tried.add(ended.endpoint());
        XdsCluster from = ended.cluster();
        SelectionContext context = new SelectionContext(tried, firstPriority);
        Alternatives alternatives = worker.balancer().alternatives(from, worker.states(), context, ended.priority());
        long remaining = requestDue == NEVER ? NEVER : requestDue - worker.now();
        RequestFacts facts = new RequestFacts(idempotent, ended.bytesSent(), exchange.store().whole(),
                exchange.responseStarted(), passage.attempts, attemptsInPriority, remaining);
        Decision decision = worker.failover().decide(outcome, facts, conditions(), alternatives,
                from.policy().retryBudget());
        boolean again = decision instanceof Decision.RetrySamePriority || decision instanceof Decision.FailOver;
        return !again || bounds.retry(from) ? decision : tooManyRetries(outcome);
    }

    /** An answer that cannot be bettered is passed on. */
    private Decision tooManyRetries(AttemptOutcome outcome) {
        worker.meters().shed(bounds.priority(), Bounds.MAX_RETRIES);
        return outcome instanceof AttemptOutcome.Answered
                ? new Decision.Respond()
                : new Decision.GiveUp(Bounds.MAX_RETRIES);
    }

    private void denied(Decision decision) {
        if (decision instanceof Decision.GiveUp(String reason) && reason.equals(FailoverPolicy.BUDGET_SPENT)) {
            worker.meters().budgetDenied();
        }
    }

    private void goOn(Attempt ended, AttemptOutcome outcome, Decision decision) {
        attempt = null;
        switch (decision) {
            case Decision.Respond _ -> nowhere(ended.cluster(), outcome, FailoverPolicy.NO_ALTERNATIVE);
            case Decision.GiveUp(String reason) -> {
                denied(decision);
                nowhere(ended.cluster(), outcome, reason);
            }
            case Decision.RetrySamePriority _,Decision.FailOver _ -> proceed(ended, outcome, decision);
        }
    }

    private void proceed(Attempt ended, AttemptOutcome outcome, Decision decision) {
        boolean leaves = decision instanceof Decision.FailOver;
        firstPriority = leaves ? ended.priority() + 1 : ended.priority();
        attemptsInPriority = leaves ? 0 : attemptsInPriority;
        free = outcome instanceof AttemptOutcome.ConnectFailed;
        long wait = BackOff.nanos(passage.attempts, leaves, worker.random());
        if (wait == 0) {
            select(ended.cluster(), outcome);
        } else {
            resumeDue = worker.now() + wait;
            paused = () -> select(ended.cluster(), outcome);
            arm();
        }
    }

    private void report(Attempt ended, AttemptOutcome outcome) {
        long latency = exchange.requestComplete() ? ended.age(worker.now()) : OutlierDetector.NO_LATENCY;
        worker.shared().outliers().report(ended.cluster(), ended.endpoint(), outcome, latency);
        if (outcome instanceof AttemptOutcome.Answered) {
            worker.balancer().observe(ended.cluster(), ended.endpoint(), latency);
        }
        ended.book(outcome instanceof AttemptOutcome.Answered answered && answered.meaning() < 500);
        worker.meters().attempt(ended.cluster().service(), ended.endpoint().idc(), OwnAnswers.word(outcome));
    }

    /** The client is slower than the endpoint. */
    void holdResponse() {
        if (attempt != null) {
            attempt.setReading(false);
        }
    }

    void end() {
        paused = null;
        if (silent != null) {
            silent.abort();
            silent = null;
        }
        if (attempt != null) {
            settle();
            attempt.abort();
            attempt = null;
        }
        bounds.leave(worker);
    }
}
