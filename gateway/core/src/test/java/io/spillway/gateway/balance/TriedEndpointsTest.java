package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.spillway.gateway.balance.Selection.NoEndpoint;
import io.spillway.gateway.balance.Selection.Selected;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.cluster;
import static io.spillway.gateway.balance.Clusters.gateways;
import static io.spillway.gateway.balance.Clusters.level;
import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;

/** An attempt has ended: who is asked next, and who is not asked again. */
class TriedEndpointsTest {
    private final LoadBalancer balancer = new LoadBalancer();
    private final Random random = new Random(11);
    private final EndpointStates states = EndpointStates.UNTOUCHED;

    @Test
    void triedEndpointsAndEarlierPrioritiesAreNotChosenAgain() {
        Endpoint[] local = workloads("idc-a", 3, Health.HEALTHY);
        Endpoint[] remote = gateways("idc-b", 2, Health.HEALTHY);
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", local), level(1, "idc-b", remote));
        for (int i = 0; i < 500; i++) {
            assertThat(balancer.select(cluster, states, new SelectionContext(List.of(local[0], local[1]), 0), random))
                    .isInstanceOfSatisfying(Selected.class, one -> assertThat(one.endpoint()).isEqualTo(local[2]));
            assertThat(balancer.select(cluster, states, new SelectionContext(List.of(local[0], remote[0]), 1), random))
                    .isEqualTo(new Selected(1, new Locality("", "idc-b", "primary"), remote[1], "failed_over"));
        }
        assertThat(balancer.select(cluster, states, new SelectionContext(List.of(remote[0], remote[1]), 1), random))
                .isEqualTo(new NoEndpoint("all_tried"));
        assertThat(balancer.select(cluster, states, new SelectionContext(List.of(), 2), random))
                .isEqualTo(new NoEndpoint("all_tried"));
    }

    @Test
    void whenThePriorityHasNothingUntriedTheNextOneIsTaken() {
        Endpoint[] local = workloads("idc-a", 1, Health.HEALTHY);
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", local),
                level(1, "idc-b", gateways("idc-b", 1, Health.HEALTHY)));
        assertThat(balancer.select(cluster, states, new SelectionContext(List.of(local[0]), 0), random))
                .isInstanceOfSatisfying(Selected.class, one -> assertThat(one.priority()).isEqualTo(1));
    }

    @Test
    void alternativesNameTheNextPriorityThatCanBeUsed() {
        Endpoint[] local = workloads("idc-a", 2, Health.HEALTHY);
        Endpoint[] sick = gateways("idc-b", 2, Health.UNHEALTHY);
        Endpoint third = Endpoint.gateway("10.8.0.1", 17002, "idc-c");
        XdsCluster cluster = cluster("orders/default", level(0, "idc-a", local), level(1, "idc-b", sick),
                level(2, "idc-c", third));
        assertThat(balancer.alternatives(cluster, states, new SelectionContext(List.of(local[0]), 0), 0))
                .isEqualTo(new Alternatives(0, "idc-a", 1, 2, "idc-c"));
        assertThat(
                balancer.alternatives(cluster, states, new SelectionContext(List.of(local[0], local[1], third), 1), 2))
                .as("what looks dead is the last resort").isEqualTo(new Alternatives(2, "idc-c", 0, -1, "", "idc-b"));
        List<Endpoint> all = new ArrayList<>(List.of(sick));
        all.addAll(List.of(local[0], local[1], third));
        assertThat(balancer.alternatives(cluster, states, new SelectionContext(all, 1), 2).hasLastResort()).isFalse();
    }
}
