package io.spillway.control.snapshot;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogTest {

    @Test
    void aCatalogWithAnotherResourceLeavesTheOneBeforeAsItWas() {
        Versioned one = cluster("one");
        Catalog before = Catalog.empty().with(ResourceType.CLUSTER, one);
        Catalog after = before.with(ResourceType.CLUSTER, cluster("two")).without(ResourceType.CLUSTER, "one");
        assertThat(before.get(ResourceType.CLUSTER, "one")).isEqualTo(one);
        assertThat(before.get(ResourceType.CLUSTER, "two")).isNull();
        assertThat(after.all(ResourceType.CLUSTER).sortedKeys()).containsExactly("two");
        assertThat(after.all(ResourceType.ENDPOINT).isEmpty()).isTrue();
    }

    private static Versioned cluster(String name) {
        return Versioned.of(ResourceType.CLUSTER, name, Cluster.newBuilder().setName(name).build());
    }
}
