package io.spillway.gateway.proxy.guard;

import java.util.Map;

import io.spillway.gateway.limit.BreakerPolicy;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.PriorityClass;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that sees clusters come and go for months keeps nothing of those that went. */
class ForgottenQuotasTest {
    /** So much that loops take it in chunks of several. */
    private static final BreakerPolicy BOUND = new BreakerPolicy(1024, 1024, 1024, 1024);
    private static final LimitPolicy BOUNDED = new LimitPolicy(BOUND, BOUND, null, Map.of());

    private final Guards guards = new Guards(2);

    @Test
    void aThousandClustersThatCameAndWentLeaveNothing() {
        for (int i = 0; i < 1000; i++) {
            ClusterGuard one = guards.forLoop("service-" + i + "/default");
            ClusterGuard other = guards.forLoop("service-" + i + "/default");
            guards.release(one);
            guards.release(other);
        }
        assertThat(guards.clusters()).isZero();
    }

    @Test
    void theLastLoopThatUsesAClusterKeepsItsQuotas() {
        ClusterGuard one = guards.forLoop("orders/default");
        ClusterGuard other = guards.forLoop("orders/default");
        guards.release(one);
        assertThat(guards.clusters()).isEqualTo(1);
        guards.release(other);
        assertThat(guards.clusters()).isZero();
    }

    @Test
    void whatALoopHeldWithoutUsingItIsThereForTheOthers() {
        ClusterGuard other = guards.forLoop("orders/default");
        for (int round = 0; round < 10_000; round++) {
            ClusterGuard one = guards.forLoop("orders/default");
            assertThat(one.retry(BOUNDED, PriorityClass.DEFAULT)).as("round " + round).isTrue();
            one.retried(PriorityClass.DEFAULT);
            guards.release(one);
        }
        assertThat(other.retry(BOUNDED, PriorityClass.DEFAULT)).isTrue();
    }
}
