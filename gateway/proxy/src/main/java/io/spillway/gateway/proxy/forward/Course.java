package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.List;

import io.spillway.gateway.balance.Alternatives;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.balance.SelectionContext;
import io.spillway.gateway.balance.SelectionKey;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.Decision;
import io.spillway.gateway.failover.FailoverPolicy;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.failover.RequestFacts;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.proxy.guard.LocalityCounts;
import io.spillway.gateway.proxy.time.Deadline;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.StickyKey;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * The attempts of one exchange, one after the other, and its deadlines. Asks the load balancer where to go and the
 * failover policy whether to go on. Owned by its exchange, on its event loop.
 */
final class Course {
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
    private int firstPriority;
    private int attemptsInPriority;
    private boolean resent;
    /** When the attempt was begun or, if later, the request was complete: from then on the endpoint's time runs. */
    private long sentAt;
    private long requestDue = Long.MAX_VALUE;
    private long attemptDue = Long.MAX_VALUE;

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
        if (exchange.requestComplete()) {
            startRequestTime();
        }
        select(chosen, null);
    }

    /** The time of a request runs from its end, so that a slow upload does not eat it. */
    private void startRequestTime() {
        if (action != null) {
            long timeout = action.timeout().toNanos();
            requestDue = worker.now() + (timeout > 0 ? timeout : worker.shared().settings().requestTimeout().toNanos());
        }
    }

    void onRequestComplete() {
        startRequestTime();
        sentAt = worker.now();
        if (attempt != null) {
            attempt.requestComplete();
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
            case Selection.NoEndpoint(String why) -> exchange.answer(after == null
                    ? new OwnAnswer(503, "no_endpoint", "cluster '" + from.name() + "' has no usable endpoint: " + why)
                    : OwnAnswers.after(after, why));
            case Selection.Selected selected -> {
                OwnAnswer refusal = Admission.share(worker, from, selected.endpoint().idc(), bounds.priority());
                if (refusal != null) {
                    exchange.answer(refusal);
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

    private void attempt(XdsCluster from, Endpoint endpoint, int priority, boolean fresh) {
        passage.endpoint = endpoint;
        passage.targetIdc = endpoint.idc();
        passage.priority = priority;
        passage.attempts++;
        attemptsInPriority++;
        RetryConditions retries = conditions();
        attemptDue = retries.perTryTimeout() == null
                ? Long.MAX_VALUE
                : worker.now() + retries.perTryTimeout().toNanos();
        Attempt next = new Attempt(exchange, worker, from, endpoint, counts);
        attempt = next;
        sentAt = worker.now();
        arm();
        next.start(fresh, idempotent);
    }

    private RetryConditions conditions() {
        return action == null ? RetryConditions.NONE : action.retries();
    }

    /** Sets the deadline for what the exchange waits for now. */
    void arm() {
        if (attempt == null) {
            return;
        }
        Deadline deadline = exchange.downstream().deadline();
        if (exchange.responseStarted() || !exchange.requestComplete()) {
            deadline.set(worker.now() + worker.shared().settings().idleTimeout().toNanos());
        } else {
            deadline.set(Math.min(requestDue, attemptDue));
        }
    }

    void onDeadline() {
        Attempt late = attempt;
        if (exchange.responseStarted()) {
            passage.reason = "timeout";
            exchange.cut();
        } else if (!exchange.requestComplete()) {
            exchange.answer(new OwnAnswer(408, "timeout", "the request's body did not come in time"));
        } else if (late != null) {
            late.abort();
            onFailed(late, new AttemptOutcome.TimedOut());
        }
    }

    /** Tells whether an answer goes to the client; if not, another attempt is under way. */
    boolean accepts(Attempt answered, AttemptOutcome.Answered outcome) {
        report(answered, outcome);
        bounds.answered(worker, outcome.status());
        if (outcome.status() < 400 || (outcome.status() < 500 && conditions().statuses().isEmpty())) {
            return true;
        }
        Decision decision = decide(answered, outcome);
        if (decision instanceof Decision.Respond || decision instanceof Decision.GiveUp) {
            return true;
        }
        answered.discard();
        goOn(answered, outcome, decision);
        return false;
    }

    void onFailed(Attempt failed, AttemptOutcome outcome) {
        report(failed, outcome);
        if (exchange.responseStarted()) {
            passage.reason = OwnAnswers.word(outcome);
            exchange.cut();
        } else if (staleConnection(failed, outcome)) {
            resent = true;
            passage.attempts--;
            attemptsInPriority--;
            attempt(failed.cluster(), failed.endpoint(), passage.priority, true);
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
        Alternatives alternatives = worker.balancer().alternatives(from, worker.states(), context, passage.priority);
        long remaining = requestDue == Long.MAX_VALUE ? Long.MAX_VALUE : requestDue - worker.now();
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

    private void goOn(Attempt ended, AttemptOutcome outcome, Decision decision) {
        switch (decision) {
            case Decision.Respond _ -> exchange.answer(OwnAnswers.after(outcome, FailoverPolicy.NO_ALTERNATIVE));
            case Decision.GiveUp(String reason) -> {
                if (reason.equals(FailoverPolicy.BUDGET_SPENT)) {
                    worker.meters().budgetDenied();
                }
                exchange.answer(OwnAnswers.after(outcome, reason));
            }
            case Decision.RetrySamePriority _ -> {
                firstPriority = passage.priority;
                select(ended.cluster(), outcome);
            }
            case Decision.FailOver(int from, String _) -> {
                firstPriority = from + 1;
                attemptsInPriority = 0;
                select(ended.cluster(), outcome);
            }
        }
    }

    private void report(Attempt ended, AttemptOutcome outcome) {
        long latency = exchange.requestComplete() ? worker.now() - sentAt : OutlierDetector.NO_LATENCY;
        worker.shared().outliers().report(ended.cluster(), ended.endpoint(), outcome, latency);
        if (outcome instanceof AttemptOutcome.Answered) {
            worker.balancer().observe(ended.cluster(), ended.endpoint(), latency);
        }
        ended.book(outcome instanceof AttemptOutcome.Answered answered && answered.status() < 500);
        worker.meters().attempt(ended.cluster().service(), ended.endpoint().idc(), OwnAnswers.word(outcome));
    }

    /** The client is slower than the endpoint. */
    void holdResponse() {
        if (attempt != null) {
            attempt.setReading(false);
        }
    }

    void end() {
        if (attempt != null) {
            attempt.abort();
            attempt = null;
        }
        bounds.leave(worker);
    }
}
