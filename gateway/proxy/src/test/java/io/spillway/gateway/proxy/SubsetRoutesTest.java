package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.Subset;
import io.spillway.gateway.route.TextMatch;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.BalancePolicy;
import io.spillway.gateway.snapshot.BalancePolicy.Fallback;
import io.spillway.gateway.snapshot.BalancePolicy.Subsets;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The only instance of a release dies: its requests go to the same release in the other IDC, and to nobody else. */
class SubsetRoutesTest {
    private static Endpoint labelled(RawUpstream upstream, String version) {
        return Worlds.local(upstream).withLabels(Map.of("v", version));
    }

    private static XdsCluster cluster(String name, List<Endpoint> own, List<Endpoint> abroad) {
        LocalityEndpoints here = new LocalityEndpoints(new Locality("", "idc-a", ""), 0, own);
        LocalityEndpoints there = new LocalityEndpoints(new Locality("", "idc-b", ""), 0, abroad);
        return new XdsCluster(name, "orders", "default",
                abroad.isEmpty()
                        ? List.of(new PriorityLevel(0, List.of(here)))
                        : List.of(new PriorityLevel(0, List.of(here)), new PriorityLevel(1, List.of(there))),
                ClusterPolicy.DEFAULT, BalancePolicy.DEFAULT
                        .withSubsets(new Subsets(List.of(Set.of("v")), Fallback.NONE, Map.of())));
    }

    private static RouteRule asking(String path, String version) {
        WeightedCluster only = new WeightedCluster("orders/default", 1, Subset.of(Map.of("v", version)));
        return new RouteRule(new RouteMatch(new PathMatch.Prefix(path), null, List.of(), List.of()),
                new Route(path, new RouteAction.Forward(List.of(only), Duration.ofSeconds(5),
                        RetryConditions.STANDARD, null)));
    }

    private static RoutingSnapshot world(String idc, XdsCluster cluster) {
        RouteTable entrance = RouteTable.of(List.of(new VirtualHost("orders", List.of("*"),
                List.of(asking("/v1", "1"), asking("/v2", "2"), asking("/v3", "3")))));
        RouteMatch told = new RouteMatch(PathMatch.ANY, null, List.of(new RouteMatch.Condition("x-spillway-cluster",
                new TextMatch.Exact("orders/default", false))), List.of());
        RouteTable crossing = RouteTable.of(List.of(new VirtualHost("crossing", List.of("*"), List.of(new RouteRule(
                told, new Route("orders/default",
                        RouteAction.Forward.to("orders/default@local", Duration.ofSeconds(5))))))));
        return new RoutingSnapshot(idc, Map.of(ListenerRole.ENTRANCE, entrance, ListenerRole.CROSSING, crossing),
                Map.of(cluster.name(), cluster), Map.of());
    }

    @Test
    void aSubsetIsAlsoChosenBehindTheOtherGateway() throws Exception {
        try (RawUpstream oneHere = RawUpstream.named("a1");
                RawUpstream twoHere = RawUpstream.named("a2");
                RawUpstream oneThere = RawUpstream.named("b1");
                RawUpstream twoThere = RawUpstream.named("b2");
                TestProxy other = TestProxy.start("idc-b", world("idc-b", cluster("orders/default@local",
                        List.of(labelled(oneThere, "1"), labelled(twoThere, "2")), List.of())));
                TestProxy proxy = TestProxy.start("idc-a", world("idc-a", cluster("orders/default",
                        List.of(labelled(oneHere, "1"), labelled(twoHere, "2")),
                        List.of(Worlds.remote(other.address(ListenerRole.CROSSING).getPort())))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 8; i++) {
                assertThat(client.get("orders.example", "/v1").answer().body()).isEqualTo("a1");
                assertThat(client.get("orders.example", "/v2").answer().body()).isEqualTo("a2");
            }
            twoHere.kill();
            for (int i = 0; i < 8; i++) {
                assertThat(client.get("orders.example", "/v2").answer().body()).isEqualTo("b2");
                assertThat(client.get("orders.example", "/v1").answer().body()).isEqualTo("a1");
            }
            RawClient.Answer nowhere = client.get("orders.example", "/v3").answer();
            assertThat(nowhere.status()).isEqualTo(503);
            assertThat(nowhere.field("x-spillway-refused")).isEqualTo("no_subset");
            assertThat(twoThere.heads()).allSatisfy(head -> assertThat(head).doesNotContain("x-spillway-subset"));
        }
    }

    @Test
    void usersCannotChooseASubset() throws Exception {
        try (RawUpstream one = RawUpstream.named("a1");
                RawUpstream two = RawUpstream.named("a2");
                TestProxy proxy = TestProxy.start(world("idc-a", cluster("orders/default",
                        List.of(labelled(one, "1"), labelled(two, "2")), List.of())));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 8; i++) {
                client.send(Octets.lines("GET /v1 HTTP/1.1", "Host: orders.example", "X-Spillway-Subset: v=2", ""));
                assertThat(client.answer().body()).isEqualTo("a1");
            }
            assertThat(one.heads()).noneMatch(head -> head.toLowerCase(java.util.Locale.ROOT).contains("subset"));
        }
    }
}
