package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.balance.Alternatives;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.balance.SelectionContext;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.Decision;
import io.spillway.gateway.failover.FailoverPolicy;
import io.spillway.gateway.failover.GrpcStatus;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.failover.RequestFacts;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/** What the outcome of an attempt means: books it, and asks the failover policy what follows. Owned by its course. */
final class Judge {
    private final Exchange exchange;
    private final Worker worker;
    private final Aim aim;
    private final Trail trail;
    private final Bounds bounds;
    private final boolean idempotent;

    Judge(Exchange exchange, Worker worker, Aim aim, Trail trail, Bounds bounds) {
        this.exchange = exchange;
        this.worker = worker;
        this.aim = aim;
        this.trail = trail;
        this.bounds = bounds;
        this.idempotent = RequestFacts.idempotentMethod(exchange.request().method());
    }

    /** Tells whether sending the request twice does no harm. */
    boolean idempotent() {
        return idempotent;
    }

    /** Tells whether an answer needs no second opinion. */
    boolean good(AttemptOutcome.Answered outcome) {
        int status = outcome.meaning();
        return status < 400 || (status < 500 && aim.conditions().statuses().isEmpty()
                && !aim.conditions().namesGrpc(outcome.grpcStatus()));
    }

    /** Tells whether another gateway found nobody to answer, and another endpoint's answer is better than its own. */
    static boolean refused(AttemptOutcome.Answered outcome) {
        return outcome.refused() != null && outcome.meaning() >= 500 && outcome.meaning() != 508;
    }

    /**
     * Tells of a kept connection that its endpoint closed just before it got the request: the endpoint gets the request
     * again, once, on a connection of its own. That is no retry, nothing has failed.
     */
    boolean staleConnection(Attempt failed, AttemptOutcome outcome) {
        return outcome instanceof AttemptOutcome.ResetBeforeResponse(boolean reused) && reused
                && exchange.store().whole() && (idempotent || failed.bytesSent() == 0) && trail.resend();
    }

    /** Returns what follows the outcome; {@code remaining} is what is left of the request's time, in nanoseconds. */
    Decision decide(Attempt ended, AttemptOutcome outcome, int attempts, long remaining) {
        trail.ended(ended.endpoint());
        XdsCluster from = ended.cluster();
        Decision decision = worker.failover().decide(outcome, facts(ended, attempts, remaining), aim.conditions(),
                alternatives(ended, trail.context()), from.policy().retryBudget());
        return !again(decision) || bounds.retry(from) ? decision : tooManyRetries(outcome);
    }

    /** Returns whether another attempt runs beside one that takes long. */
    Decision hedge(Attempt late, int attempts, long remaining) {
        return worker.failover().hedge(facts(late, attempts, remaining), aim.conditions(),
                alternatives(late, trail.context(late.endpoint())), late.cluster().policy().retryBudget());
    }

    private RequestFacts facts(Attempt attempt, int attempts, long remaining) {
        return new RequestFacts(idempotent, attempt.bytesSent(), exchange.store().whole(), exchange.responseStarted(),
                attempts, trail.attemptsInPriority(), remaining);
    }

    private Alternatives alternatives(Attempt attempt, SelectionContext context) {
        return worker.balancer().alternatives(attempt.cluster(), worker.states(), context,
                attempt.choice().priority());
    }

    static boolean again(Decision decision) {
        return decision instanceof Decision.RetrySamePriority || decision instanceof Decision.FailOver
                || decision instanceof Decision.LastResort || decision instanceof Decision.SameEndpoint;
    }

    /** An answer that cannot be bettered is passed on. */
    private Decision tooManyRetries(AttemptOutcome outcome) {
        worker.meters().shed(bounds.priority(), Bounds.MAX_RETRIES);
        return outcome instanceof AttemptOutcome.Answered
                ? new Decision.Respond()
                : new Decision.GiveUp(Bounds.MAX_RETRIES);
    }

    /** Counts a decision against another attempt. */
    void denied(Decision decision) {
        if (decision instanceof Decision.GiveUp(String reason) && reason.equals(FailoverPolicy.BUDGET_SPENT)) {
            worker.meters().budgetDenied();
        }
    }

    /** Books that the attempt's endpoint has answered nobody for longer than it ever needed. */
    void silent(Attempt late, AttemptOutcome outcome) {
        worker.shared().outliers().report(late.cluster(), late.endpoint(), outcome);
        count(late, "silent");
    }

    /** Books what became of the attempt. */
    void report(Attempt ended, AttemptOutcome outcome) {
        long latency = exchange.requestComplete() ? ended.watch().age(worker.now()) : OutlierDetector.NO_LATENCY;
        worker.shared().outliers().report(ended.cluster(), ended.endpoint(), outcome, latency);
        if (outcome instanceof AttemptOutcome.Answered) {
            worker.balancer().observe(ended.cluster(), ended.endpoint(), latency);
        }
        boolean success = outcome instanceof AttemptOutcome.Answered answered && answered.meaning() < 500;
        ended.choice().book(success);
        exchange.passage().failed = !success;
        count(ended, OwnAnswers.word(outcome));
        if (ended.span != null) {
            ended.span.outcome(OwnAnswers.word(outcome),
                    outcome instanceof AttemptOutcome.Answered answered ? answered.status() : 0);
        }
        if (ended.free() && outcome instanceof AttemptOutcome.ConnectFailed) {
            worker.shared().budget().spend(ended.endpoint().idc());
        }
    }

    /** The end of a gRPC call's answer says how it went. */
    void status(Attempt answered, int grpcStatus) {
        answered.expectStatus(false);
        report(answered, new AttemptOutcome.Answered(200, null, grpcStatus));
    }

    /** A gRPC call's answer has ended, or nobody waits for its end, and it has not said how it went. */
    void settle(@Nullable Attempt attempt) {
        if (attempt != null && attempt.expectsStatus()) {
            status(attempt, GrpcStatus.NONE);
        }
    }

    /** Says why the request goes where it goes; {@code after} is what went wrong before, null for the first attempt. */
    void chosen(XdsCluster from, Selection.Selected selected, @Nullable AttemptOutcome after, Passage passage) {
        if (after == null) {
            passage.reason = OwnAnswers.reason(selected.reason());
        } else if (selected.priority() > passage.priority) {
            passage.reason = "failover";
            worker.meters().failover(from.service(), passage.targetIdc, selected.endpoint().idc(),
                    OwnAnswers.word(after));
        }
    }

    /** Counts an attempt that another one beat, if there is one. */
    void cancelled(@Nullable Attempt loser) {
        if (loser != null) {
            count(loser, "cancelled");
        }
    }

    void count(Attempt attempt, String outcome) {
        worker.meters().attempt(attempt.cluster().service(), attempt.endpoint().idc(), outcome);
    }
}
