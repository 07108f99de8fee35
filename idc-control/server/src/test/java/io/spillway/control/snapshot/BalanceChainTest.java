package io.spillway.control.snapshot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.OutlierStatistics;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.model.resource.Balancing;
import io.spillway.model.resource.HashSource;
import io.spillway.model.resource.LoadBalancerKind;
import io.spillway.model.resource.OutlierDetection;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SlowStart;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.SubsetFallback;
import io.spillway.model.resource.Subsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What a Service says about choosing an endpoint is what a gateway does. */
class BalanceChainTest {
    private final SnapshotAssembler assembler = new SnapshotAssembler("idc-a");

    private XdsCluster arrived(LoadBalancerKind kind, OutlierDetection outliers, Balancing balancing) {
        ServicePolicy or = ServicePolicy.DEFAULTS;
        ServicePolicy policy = new ServicePolicy(or.timeout(), or.retries(), or.retryBudget(), kind, outliers,
                or.circuitBreakers(), or.panicThreshold(), or.adaptiveConcurrency(), or.admission(), balancing);
        assertThat(assembler.put(Clusters.of("orders/default", "orders", "default", speaking(policy))))
                .isInstanceOf(Validation.Valid.class);
        return requireNonNull(assembler.assemble(Map.of()).cluster("orders/default"));
    }

    @ParameterizedTest
    @EnumSource(LoadBalancerKind.class)
    void everyKindArrives(LoadBalancerKind kind) {
        assertThat(arrived(kind, OutlierDetection.DEFAULTS, Balancing.DEFAULTS).balance().method().name())
                .isEqualTo(kind.name());
    }

    @Test
    void everySettingArrives() {
        BalancePolicy balance = arrived(LoadBalancerKind.MAGLEV, OutlierDetection.DEFAULTS,
                new Balancing(List.of(), 150, SlowStart.DEFAULTS, SpillKind.CAPACITY, 25, 40, true,
                        new Subsets(List.of(List.of("version"), List.of("version", "size")), SubsetFallback.DEFAULT,
                                Map.of("version", "v1"))))
                .balance();
        assertThat(balance.hashing()).isEqualTo(new BalancePolicy.Hashing(1024, 8 * 1024 * 1024, 65537, 150));
        assertThat(balance.endpointLimit()).isEqualTo(40);
        assertThat(balance.failOnPanic()).isTrue();
        assertThat(balance.subsets()).isEqualTo(new BalancePolicy.Subsets(
                List.of(Set.of("version"), Set.of("version", "size")), BalancePolicy.Fallback.DEFAULT,
                Map.of("version", "v1")));
    }

    @Test
    void slowStartArrives() {
        SlowStart given = new SlowStart(Duration.ofSeconds(30), 2, 5);
        Balancing balancing = new Balancing(List.of(), 0, given, SpillKind.ENVOY, 0, 0, false, Subsets.NONE);
        for (LoadBalancerKind kind : List.of(LoadBalancerKind.LEAST_REQUEST, LoadBalancerKind.ROUND_ROBIN,
                LoadBalancerKind.PEAK_EWMA)) {
            assertThat(arrived(kind, OutlierDetection.DEFAULTS, balancing).balance().slowStart())
                    .isEqualTo(new BalancePolicy.SlowStart(Duration.ofSeconds(30), 2, 5));
        }
    }

    @Test
    void theUsualIsSafeForAFleetOfTwo() {
        OutlierPolicy policy = arrived(LoadBalancerKind.LEAST_REQUEST, OutlierDetection.DEFAULTS, Balancing.DEFAULTS)
                .policy().outlier();
        assertThat(policy.maxEjectionPercent()).isEqualTo(100);
        assertThat(policy.consecutive5xx()).isEqualTo(5);
        assertThat(policy.statistics()).isEqualTo(OutlierStatistics.DEFAULT);
    }

    @Test
    void everyRuleOfOutlierDetectionArrives() {
        OutlierDetection given = new OutlierDetection(7, 0, 2, Duration.ofSeconds(3), Duration.ofSeconds(4),
                Duration.ofSeconds(40), 30, false, 60, 35, 0);
        OutlierPolicy policy = arrived(LoadBalancerKind.RANDOM, given, Balancing.DEFAULTS).policy().outlier();
        assertThat(policy.consecutive5xx()).isEqualTo(7);
        assertThat(policy.consecutiveGatewayFailure()).isZero();
        assertThat(policy.consecutiveLocalOriginFailure()).isEqualTo(2);
        OutlierStatistics statistics = policy.statistics();
        assertThat(statistics.successRate().on()).isFalse();
        assertThat(statistics.failurePercentage()).isEqualTo(new OutlierStatistics.FailurePercentage(true, 60, 5, 50));
        assertThat(statistics.window().failurePercent()).isEqualTo(35);
        assertThat(statistics.latency().factor()).isZero();
        assertThat(statistics.splitLocalOrigin()).isTrue();
    }

    @Test
    void whatARequestIsHashedByStandsInItsRoute() {
        ServicePolicy or = ServicePolicy.DEFAULTS;
        Balancing hashed = new Balancing(List.of(new HashSource.Header("x-user"), new HashSource.Cookie("sid"),
                new HashSource.Query("id"), new HashSource.SourceIp()), 0, SlowStart.DEFAULTS, SpillKind.ENVOY, 0, 0,
                false, Subsets.NONE);
        RouteAction.Builder action = RouteAction.newBuilder().setCluster("orders/default");
        Balances.hash(action, new ServicePolicy(or.timeout(), or.retries(), or.retryBudget(),
                LoadBalancerKind.RING_HASH, or.outlierDetection(), or.circuitBreakers(), or.panicThreshold(),
                or.adaptiveConcurrency(), or.admission(), hashed));
        assertThat(action.getHashPolicyList()).extracting(one -> one.getPolicySpecifierCase().name())
                .containsExactly("HEADER", "COOKIE", "QUERY_PARAMETER", "CONNECTION_PROPERTIES");
        assertThat(action.getHashPolicyList()).allMatch(RouteAction.HashPolicy::getTerminal);
    }

    private static ServiceSpec speaking(ServicePolicy policy) {
        return new ServiceSpec(List.of("orders.example"), Map.of(), ServiceSpec.DEFAULT_GROUPS, null, policy,
                ServiceSpec.EXPORT_TO_ALL);
    }
}
