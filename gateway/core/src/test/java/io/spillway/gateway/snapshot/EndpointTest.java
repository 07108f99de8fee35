package io.spillway.gateway.snapshot;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EndpointTest {
    @Test
    void theAddressPutsAnIpV6LiteralInBrackets() {
        assertThat(Endpoint.workload("10.0.0.1", 80, "idc-a").address()).isEqualTo("10.0.0.1:80");
        assertThat(Endpoint.workload("::1", 80, "idc-a").address()).isEqualTo("[::1]:80");
    }

    @Test
    void equalityIsOfEverythingThatIsKnown() {
        Endpoint one = Endpoint.workload("10.0.0.1", 80, "idc-a");
        assertThat(one).isEqualTo(Endpoint.workload("10.0.0.1", 80, "idc-a"))
                .hasSameHashCodeAs(Endpoint.workload("10.0.0.1", 80, "idc-a"))
                .isNotEqualTo(one.withHealth(Health.DRAINING)).isNotEqualTo(one.withWeight(2))
                .isNotEqualTo(Endpoint.workload("10.0.0.1", 80, "idc-b"))
                .isNotEqualTo(Endpoint.gateway("10.0.0.1", 80, "idc-a"));
    }

    @Test
    void impossibleValuesAreNamed() {
        assertThatThrownBy(() -> Endpoint.workload("h", 0, "idc-a")).hasMessage("port of h: 0 (expected: 1..65535)");
        assertThatThrownBy(() -> Endpoint.workload("h", 1, "idc-a").withWeight(-1))
                .hasMessage("weight of h:1: -1 (expected: >= 0)");
        assertThatThrownBy(() -> new XdsCluster("c", "s", "g", List.of(new PriorityLevel(1, List.of())),
                ClusterPolicy.DEFAULT)).hasMessage("priority of level 0 of c: 1 (expected: 0)");
    }
}
