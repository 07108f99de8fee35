package io.spillway.gateway.explain;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.balance.LoadBalancer;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.balance.SelectionContext;
import io.spillway.gateway.failover.AttemptOutcome;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.failover.RetryBudget;
import io.spillway.gateway.route.ChosenGroup;
import io.spillway.gateway.route.GroupChoice;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.Requests;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteResult;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.cluster;
import static io.spillway.gateway.balance.Clusters.gateways;
import static io.spillway.gateway.balance.Clusters.level;
import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the decisions of one good request cost. Bytes are asserted, because they do not depend on what else the machine does;
 * nanoseconds are printed.
 */
@Tag("slow")
class DecisionCostTest {
    private static final int ROUNDS = 30_000;

    private final LoadBalancer balancer = new LoadBalancer();
    private final OutlierDetector detector = new OutlierDetector(System::nanoTime);
    private final RetryBudget budget = new RetryBudget(System::nanoTime);
    private final SplittableRandom random = new SplittableRandom(5);
    private int forwarded;

    private static RoutingSnapshot snapshot(int hosts, int paths) {
        List<VirtualHost> virtualHosts = new ArrayList<>();
        for (int h = 0; h < hosts; h++) {
            List<RouteRule> rules = new ArrayList<>();
            for (int p = 0; p < paths; p++) {
                rules.add(new RouteRule(RouteMatch.path(new PathMatch.SeparatedPrefix("/api/v" + p)),
                        new Route("r" + h + "." + p, RouteAction.Forward.to("orders/default", Duration.ofSeconds(1)))));
            }
            virtualHosts.add(new VirtualHost("h" + h, List.of("h" + h + ".example"), rules));
        }
        Map<String, XdsCluster> clusters = new HashMap<>();
        clusters.put("orders/default",
                cluster("orders/default", level(0, "idc-a", workloads("idc-a", 10, Health.HEALTHY)),
                        level(1, "idc-b", gateways("idc-b", 2, Health.HEALTHY))));
        return new RoutingSnapshot("idc-a", Map.of(ListenerRole.ENTRANCE, RouteTable.of(virtualHosts)), clusters,
                Map.of());
    }

    private void decide(RoutingSnapshot snapshot, Requests request) {
        budget.onRequest();
        if (snapshot.table(ListenerRole.ENTRANCE).match(request) instanceof RouteResult.Matched matched
                && matched.route().action() instanceof RouteAction.Forward forward) {
            ChosenGroup chosen = GroupChoice.choose(forward, request, random);
            XdsCluster cluster = snapshot.cluster(chosen.cluster());
            if (cluster != null && balancer.select(cluster, EndpointStates.UNTOUCHED, SelectionContext.FIRST,
                    random) instanceof Selection.Selected selected) {
                detector.report(cluster, selected.endpoint(), AttemptOutcome.Answered.OK);
                forwarded++;
            }
        }
    }

    private long bytesPerDecision(int hosts, int paths) {
        RoutingSnapshot snapshot = snapshot(hosts, paths);
        Requests request = Requests.get("h" + (hosts - 1) + ".example", "/api/v" + (paths - 1) + "/orders/17");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < ROUNDS; i++) {
            decide(snapshot, request);
        }
        forwarded = 0;
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long nanos = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            decide(snapshot, request);
        }
        nanos = System.nanoTime() - nanos;
        bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
        assertThat(forwarded).isEqualTo(ROUNDS);
        System.out.printf("%d hosts x %d paths: %d ns, %d B per request%n", hosts, paths, nanos / ROUNDS,
                bytes / ROUNDS);
        return bytes / ROUNDS;
    }

    @Test
    void allocateLittleMoreThanTheirResultsHoweverManyRoutesThereAre() {
        // Selected, Pick and ChosenGroup: 96 bytes when the compiler keeps none of them on the stack.
        assertThat(bytesPerDecision(1, 1)).isLessThanOrEqualTo(128);
        assertThat(bytesPerDecision(10_000, 10)).isLessThanOrEqualTo(128);
    }
}
