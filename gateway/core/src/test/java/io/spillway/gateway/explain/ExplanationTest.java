package io.spillway.gateway.explain;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.Requests;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.DanglingRoute;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.cluster;
import static io.spillway.gateway.balance.Clusters.gateways;
import static io.spillway.gateway.balance.Clusters.level;
import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;

class ExplanationTest {
    private final RoutingSnapshot snapshot = new RoutingSnapshot("idc-a",
            Map.of(ListenerRole.ENTRANCE,
                    RouteTable.of(List.of(new VirtualHost("orders", List.of("orders.example"), List.of(
                            new RouteRule(RouteMatch.path(new PathMatch.Prefix("/lost")),
                                    new Route("lost", RouteAction.Forward.to("gone/default", Duration.ZERO))),
                            new RouteRule(RouteMatch.path(new PathMatch.Prefix("/")),
                                    new Route("orders", new RouteAction.Forward(
                                            List.of(new WeightedCluster("orders/default!idc-a", 75),
                                                    new WeightedCluster("orders/default!idc-b", 25)),
                                            Duration.ZERO, RetryConditions.STANDARD, null)))))))),
            Map.of("orders/default!idc-a",
                    cluster("orders/default!idc-a", level(0, "idc-a", workloads("idc-a", 2, Health.UNHEALTHY)),
                            level(1, "idc-b", gateways("idc-b", 1, Health.HEALTHY))),
                    "orders/default!idc-b",
                    cluster("orders/default!idc-b", level(0, "idc-b", gateways("idc-b", 1, Health.HEALTHY)))),
            Map.of());

    private Explanation explain(String host, String path) {
        return Explanation.of(snapshot, ListenerRole.ENTRANCE, Requests.get(host, path), EndpointStates.UNTOUCHED);
    }

    @Test
    void namesEveryStepWithItsReason() {
        assertThat(explain("orders.example", "/x").toText()).isEqualToNormalizingNewlines("""
                listener  entrance of idc-a (1 virtual hosts)
                route     orders (host orders.example, prefix /)
                group     orders/default!idc-a 75.0 % (weight 75 of 100)
                priority  0 (idc-a) of orders/default!idc-a 0 % (available 0 %)
                endpoint  10.0.0.1:8080 in idc-a/primary: nothing (workload 10.0.0.1:8080, unhealthy, weight 1)
                endpoint  10.0.0.2:8080 in idc-a/primary: nothing (workload 10.0.0.2:8080, unhealthy, weight 1)
                priority  1 (idc-b) of orders/default!idc-a 100 % (available 100 %)
                endpoint  10.9.0.1:17002 in idc-b/primary (gateway 10.9.0.1:17002, healthy, weight 1)
                group     orders/default!idc-b 25.0 % (weight 25 of 100)
                priority  0 (idc-b) of orders/default!idc-b 100 % (available 100 %)
                endpoint  10.9.0.1:17002 in idc-b/primary (gateway 10.9.0.1:17002, healthy, weight 1)
                => forward""");
        assertThat(explain("orders.example", "/x").endpoints()).containsExactly("10.9.0.1:17002");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(explain("other.example", "/").outcome()).isEqualTo("no_host");
        assertThat(explain("orders.example", "/lost").outcome()).isEqualTo("no_cluster");
        assertThat(explain("orders.example", "/lost").toText()).contains("gone/default is missing (no_cluster)");
    }

    @Test
    void theSnapshotNamesRoutesWhoseClusterIsMissing() {
        assertThat(snapshot.danglingRoutes())
                .containsExactly(new DanglingRoute(ListenerRole.ENTRANCE, "lost", "gone/default"));
        assertThat(RoutingSnapshot.empty("idc-a").danglingRoutes()).isEmpty();
    }
}
