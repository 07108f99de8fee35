package io.spillway.gateway.proxy.forward;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** An operator has given idc-b everything, and a request goes to idc-a. */
class AstrayTest {

    private static final Map<String, Endpoint> AT = Map.of("idc-a", Endpoint.workload("10.0.0.1", 80, "idc-a"), "idc-b",
            Endpoint.gateway("10.0.0.2", 80, "idc-b"), "idc-c", Endpoint.gateway("10.0.0.3", 80, "idc-c"));
    private static final XdsCluster TO_B = cluster("orders/default!idc-b", "idc-b", "idc-a", "idc-c");
    private static final XdsCluster TO_C = cluster("orders/default!idc-c", "idc-c", "idc-a", "idc-b");
    private static final EndpointStates B_IS_OUT = new EndpointStates() {
        @Override
        public int activeRequests(Endpoint endpoint) {
            return 0;
        }

        @Override
        public boolean ejected(String service, Endpoint endpoint) {
            return endpoint.idc().equals("idc-b");
        }

        @Override
        public long epoch() {
            return 0;
        }
    };

    private static XdsCluster cluster(String name, String... idcs) {
        List<PriorityLevel> levels = new ArrayList<>();
        for (String idc : idcs) {
            levels.add(new PriorityLevel(levels.size(),
                    List.of(new LocalityEndpoints(new Locality("", idc, ""), 1, List.of(endpoint(idc))))));
        }
        return new XdsCluster(name, "orders", "default", levels, ClusterPolicy.DEFAULT);
    }

    private static Endpoint endpoint(String idc) {
        Endpoint found = AT.get(idc);
        assertThat(found).isNotNull();
        return requireNonNull(found);
    }

    private static RouteAction.Forward route(WeightedCluster... clusters) {
        return new RouteAction.Forward(Arrays.asList(clusters), Duration.ZERO, RetryConditions.STANDARD, null);
    }

    private static boolean astray(RouteAction.Forward route, EndpointStates states, XdsCluster from, String idc,
            int priority, String reason, Trail trail) {
        Map<String, XdsCluster> clusters = new HashMap<>(Map.of(TO_B.name(), TO_B, TO_C.name(), TO_C));
        return Astray.is(new RoutingSnapshot("idc-a", Map.of(), clusters, Map.of()), states, route, from,
                new Selection.Selected(priority, new Locality("", idc, ""), endpoint(idc), reason), trail);
    }

    private static boolean toA(EndpointStates states, String reason, Trail trail) {
        return astray(route(new WeightedCluster(TO_B.name(), 100)), states, TO_B, "idc-a", 1, reason, trail);
    }

    @Test
    void aRequestThatGoesWhereNoShareIsWhileIdcBIsOpenIsAstray() {
        assertThat(toA(EndpointStates.UNTOUCHED, Selection.FAILED_OVER, new Trail())).isTrue();
    }

    @Test
    void aRequestThatGoesWhereTheShareIsIsNot() {
        RouteAction.Forward all = route(new WeightedCluster(TO_B.name(), 100));
        assertThat(astray(all, EndpointStates.UNTOUCHED, TO_B, "idc-b", 0, Selection.PREFERRED, new Trail()))
                .isFalse();
        RouteAction.Forward shared = route(new WeightedCluster(TO_B.name(), 50), new WeightedCluster(TO_C.name(), 50));
        assertThat(astray(shared, EndpointStates.UNTOUCHED, TO_B, "idc-c", 2, Selection.FAILED_OVER, new Trail()))
                .as("idc-c has a share too").isFalse();
        assertThat(astray(shared, EndpointStates.UNTOUCHED, TO_B, "idc-a", 1, Selection.FAILED_OVER, new Trail()))
                .isTrue();
    }

    @Test
    void aWeightOfZeroIsNoShare() {
        RouteAction.Forward route = route(new WeightedCluster(TO_B.name(), 100), new WeightedCluster(TO_C.name(), 0));
        assertThat(astray(route, EndpointStates.UNTOUCHED, TO_C, "idc-c", 0, Selection.PREFERRED, new Trail()))
                .isTrue();
    }

    @Test
    void whereNobodyWithAShareIsOpenNothingIsAstray() {
        assertThat(toA(B_IS_OUT, Selection.FAILED_OVER, new Trail())).as("idc-b is ejected").isFalse();
        Trail failed = new Trail();
        failed.ended(endpoint("idc-b"));
        assertThat(toA(EndpointStates.UNTOUCHED, Selection.FAILED_OVER, failed)).as("idc-b was tried").isFalse();
        assertThat(toA(EndpointStates.UNTOUCHED, Selection.SPILLED, new Trail())).as("idc-b is too weak for all")
                .isFalse();
    }
}
