package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;

import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.HedgePolicy;
import io.spillway.model.resource.Hedge;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What a Service says about hedging is what a gateway does, and nothing is hedged without a word. */
class HedgeChainTest {
    private final SnapshotAssembler assembler = new SnapshotAssembler("idc-a");

    private ClusterPolicy arrived(@Nullable Hedge hedge) {
        ServicePolicy or = ServicePolicy.DEFAULTS;
        ServicePolicy policy = new ServicePolicy(or.timeout(), or.retries(), or.retryBudget(), or.loadBalancer(),
                or.outlierDetection(), or.circuitBreakers(), or.panicThreshold(), or.adaptiveConcurrency(),
                or.admission(), or.balancing(), or.proxyProtocol(), hedge);
        ServiceSpec spec = new ServiceSpec(List.of("orders.example"), Map.of(), ServiceSpec.DEFAULT_GROUPS, null,
                policy, ServiceSpec.EXPORT_TO_ALL);
        assertThat(assembler.put(Clusters.of("orders/default", "orders", "default", spec)))
                .isInstanceOf(Validation.Valid.class);
        return requireNonNull(assembler.assemble(Map.of()).cluster("orders/default")).policy();
    }

    @Test
    void thePercentileArrives() {
        assertThat(arrived(Hedge.DEFAULTS).hedge()).isEqualTo(new HedgePolicy(95));
        assertThat(arrived(new Hedge(99)).hedge()).isEqualTo(new HedgePolicy(99));
    }

    @Test
    void withoutAWordNothingIsHedged() {
        assertThat(arrived(null).hedge()).isNull();
    }
}
