package io.spillway.control.snapshot;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.gateway.limit.AdaptivePolicy;
import io.spillway.gateway.limit.BreakerPolicy;
import io.spillway.gateway.limit.ClientRate;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.RatePolicy;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.model.resource.AdaptiveConcurrency;
import io.spillway.model.resource.Admission;
import io.spillway.model.resource.BreakerBounds;
import io.spillway.model.resource.CircuitBreakers;
import io.spillway.model.resource.RateLimit;
import io.spillway.model.resource.RequestClass;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What a Service or Route says about how much is let in is what the gateway reads, through xDS. */
class AdmissionChainTest {
    private final SnapshotAssembler assembler = new SnapshotAssembler("idc-a");

    @Test
    void theBoundsOfBothPrioritiesAndTheLearnedOneArrive() {
        ServicePolicy or = ServicePolicy.DEFAULTS;
        ServicePolicy policy = new ServicePolicy(or.timeout(), or.retries(), or.retryBudget(), or.loadBalancer(),
                or.outlierDetection(), new CircuitBreakers(new BreakerBounds(1, 2, 3, 4),
                        new BreakerBounds(5, 6, 7, 8)),
                or.panicThreshold(), new AdaptiveConcurrency(2, 20, 10, 90, Duration.ofMillis(200),
                        Duration.ofSeconds(30), 40),
                or.admission(), or.balancing());
        LimitPolicy limits = limits(policy);
        assertThat(limits.normal()).isEqualTo(new BreakerPolicy(1, 2, 3, 4));
        assertThat(limits.critical()).isEqualTo(new BreakerPolicy(5, 6, 7, 8));
        assertThat(limits.breakers(PriorityClass.SHEDDABLE)).isSameAs(limits.normal());
        assertThat(limits.adaptive()).isEqualTo(
                new AdaptivePolicy(2, 20, 10, 90, Duration.ofMillis(200), Duration.ofSeconds(30), 40));
    }

    @Test
    void withoutAWordNothingIsLearnedAndNobodyIsKeptOut() {
        assertThat(limits(ServicePolicy.DEFAULTS).adaptive()).isNull();
        assertThat(guard(Admission.DEFAULTS)).isSameAs(RouteGuard.OPEN);
    }

    @Test
    void classesAndRatesArrive() {
        assertThat(guard(new Admission(RequestClass.CRITICAL, true, null, null)))
                .isEqualTo(new RouteGuard(PriorityClass.CRITICAL, true, null, null));
        assertThat(guard(new Admission(RequestClass.SHEDDABLE, false,
                new RateLimit(100, Duration.ofSeconds(2), 300, null, 1),
                new RateLimit(10, Duration.ofSeconds(1), 20, "x-api-key", 500))))
                .isEqualTo(new RouteGuard(PriorityClass.SHEDDABLE, false,
                        new RatePolicy(300, 100, Duration.ofSeconds(2)),
                        new ClientRate(RatePolicy.perSecond(10, 20), "x-api-key", 500)));
        assertThat(guard(new Admission(RequestClass.DEFAULT, false, null,
                new RateLimit(1, Duration.ofMillis(10), 5, null, 7))))
                .as("Envoy's shortest fill is 50 ms").isEqualTo(new RouteGuard(PriorityClass.DEFAULT, false,
                        null, new ClientRate(new RatePolicy(5, 5, Duration.ofMillis(50)), null, 7)));
    }

    private LimitPolicy limits(ServicePolicy policy) {
        assertThat(assembler.put(Clusters.of("orders/default", "orders", "default", speaking(policy))))
                .isInstanceOf(Validation.Valid.class);
        return requireNonNull(assembler.assemble(Map.of()).cluster("orders/default")).policy().limits();
    }

    private RouteGuard guard(Admission admission) {
        Route.Builder route = Route.newBuilder().setName("orders").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setRoute(RouteAction.newBuilder().setCluster("orders/default"));
        assembler.put(Listeners.of(Map.of("entrance", "127.0.0.1:80"), ListenerRules.NONE).values().stream()
                .findFirst().orElseThrow()
                .any());
        assertThat(assembler.put(RouteConfiguration.newBuilder().setName("entrance")
                .addVirtualHosts(VirtualHost.newBuilder().setName("h").addDomains("*")
                        .addRoutes(Admissions.on(route, admission)))
                .build())).isInstanceOf(Validation.Valid.class);
        RoutingSnapshot snapshot = assembler.assemble(Map.of());
        return snapshot.table(ListenerRole.ENTRANCE).routes().getFirst().guard();
    }

    private static ServiceSpec speaking(ServicePolicy policy) {
        return new ServiceSpec(List.of("orders.example"), Map.of(), ServiceSpec.DEFAULT_GROUPS, null, policy,
                ServiceSpec.EXPORT_TO_ALL);
    }
}
