package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.Decision;
import io.spillway.gateway.snapshot.HedgePolicy;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * The one hedge that a request may have: a second attempt beside one whose answer takes longer than usual. Books what
 * became of it, and of the attempt that it beat: an endpoint whose slow answers are never waited for must not look fast for
 * that. Owned by its course.
 */
final class Hedging {
    /** The reason of a request that its hedge answered. */
    static final String REASON = "hedge";

    private final Worker worker;
    private final Judge judge;
    private final Bounds bounds;
    private final Passage passage;
    private final int percentile;
    private boolean asked;
    private @Nullable XdsCluster cluster;
    private @Nullable Choice hedge;

    private Hedging(Worker worker, Judge judge, Bounds bounds, Passage passage, HedgePolicy policy) {
        this.worker = worker;
        this.judge = judge;
        this.bounds = bounds;
        this.passage = passage;
        this.percentile = policy.percentile();
    }

    /** Returns the hedging of a request to that cluster, null when it is to have none. Nobody opens two tunnels at once. */
    static @Nullable Hedging of(Worker worker, XdsCluster cluster, Exchange exchange, Judge judge, Passage passage) {
        HedgePolicy policy = cluster.policy().hedge();
        return policy == null || !judge.idempotent() || exchange.request().gate().turn() != null
                ? null
                : new Hedging(worker, judge, exchange.bounds(), passage, policy);
    }

    /** An attempt is about to begin. */
    void watch(Attempt next) {
        if (!asked) {
            next.watch().lateAfter(percentile);
        }
    }

    /** Decides whether another attempt runs beside this one; asked once. */
    Decision decide(Attempt late, int attempts, long remaining) {
        asked = true;
        Decision decision = judge.hedge(late, attempts, remaining);
        if (Judge.again(decision) && !bounds.retry(late.cluster())) {
            decision = new Decision.GiveUp(Bounds.MAX_RETRIES);
        }
        if (decision instanceof Decision.GiveUp(String reason)) {
            judge.denied(decision);
            worker.meters().hedge(late.cluster().service(), late.endpoint().idc(), reason);
        }
        return decision;
    }

    /** The hedge goes to that endpoint, on whatever connection. */
    void begun(XdsCluster from, Choice choice) {
        cluster = from;
        hedge = choice;
    }

    /** An attempt came to nothing. */
    void failed(Attempt attempt) {
        if (attempt.choice().equals(hedge)) {
            count("failed");
        }
    }

    /** An attempt's answer is taken; {@code beaten} is the one that was only slow, if there is one. */
    void won(Attempt winner, @Nullable Attempt beaten) {
        if (winner.choice().equals(hedge)) {
            count("won");
            passage.reason = REASON;
            if (beaten != null) {
                beaten(beaten);
            }
        } else {
            end();
        }
    }

    private void beaten(Attempt loser) {
        long now = worker.now();
        long age = loser.watch().age(now);
        worker.shared().outliers().beaten(loser.cluster(), loser.endpoint(), age);
        worker.balancer().observe(loser.cluster(), loser.endpoint(), age);
        if (loser.watch().beaten(now, worker.vitals().unheard(loser.endpoint()))) {
            judge.silent(loser, loser.connected()
                    ? new AttemptOutcome.TimedOut()
                    : new AttemptOutcome.ConnectFailed("silent"));
        }
    }

    /** The request is over. */
    void end() {
        count("lost");
    }

    private void count(String outcome) {
        if (hedge != null && cluster != null) {
            worker.meters().hedge(cluster.service(), hedge.endpoint().idc(), outcome);
            hedge = null;
        }
    }
}
