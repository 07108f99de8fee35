package io.spillway.gateway.xds;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.world.ResourceType;
import io.spillway.gateway.xds.world.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a control plane sent in whatever order, the snapshot is the one that a fresh start would make of it. */
@Tag("slow")
class RandomHistoryTest {

    private static final List<String> CLUSTERS = List.of("orders/default", "orders/default@local", "orders/canary",
            "stock/default", "stock/default!idc-b");
    private static final List<ResourceType> TYPES = List.of(ResourceType.values());
    private static final List<String> LISTENERS = List.of("entrance", "crossing", "local");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void incrementalEqualsRebuiltFromScratch(long seed) {
        Random random = new Random(seed);
        World world = new World(new AssemblerSink("idc-a", new ClusterSubscription.All()));
        for (int step = 0; step < 300; step++) {
            ResourceType type = TYPES.get(random.nextInt(TYPES.size()));
            world.apply(type, someResources(type, random, step), someNames(type, random));
            if (step % 10 == 9) {
                assertSameAsRebuilt(world);
            }
        }
    }

    private static void assertSameAsRebuilt(World world) {
        World rebuilt = new World(new AssemblerSink("idc-a", new ClusterSubscription.All()));
        assertThat(rebuilt.restore(world.resources())).isEmpty();
        RoutingSnapshot expected = rebuilt.assemble();
        RoutingSnapshot found = world.assemble();
        assertThat(found.clusters()).isEqualTo(expected.clusters());
        for (ListenerRole role : ListenerRole.values()) {
            assertThat(found.table(role).hosts()).isEqualTo(expected.table(role).hosts());
        }
        assertThat(found.versions()).isEqualTo(expected.versions());
        for (ResourceType type : ResourceType.values()) {
            assertThat(world.wanted(type)).isEqualTo(rebuilt.wanted(type));
            if (!type.wildcard()) {
                assertThat(world.wanted(type)).containsAll(world.versions(type).keySet());
            }
        }
    }

    private static List<Resource> someResources(ResourceType type, Random random, int step) {
        List<Resource> resources = new ArrayList<>();
        for (String name : someOf(names(type), random)) {
            String version = "v" + step;
            boolean bad = random.nextInt(8) == 0;
            resources.add(switch (type) {
                case CLUSTER -> bad ? Resources.unusableCluster(name, version) : Resources.cluster(name, version);
                case ENDPOINTS -> Resources.endpoints(name, version, ports(random));
                case LISTENER -> Resources.listener(name, version);
                case ROUTES -> Resources.routes(name, version, "host-" + random.nextInt(3),
                        CLUSTERS.get(random.nextInt(CLUSTERS.size())));
            });
        }
        return resources;
    }

    private static int[] ports(Random random) {
        return random.ints(random.nextInt(4), 7000, 7100).distinct().toArray();
    }

    private static List<String> someNames(ResourceType type, Random random) {
        return random.nextInt(3) == 0 ? someOf(names(type), random) : List.of();
    }

    private static List<String> names(ResourceType type) {
        return switch (type) {
            case CLUSTER, ENDPOINTS -> CLUSTERS;
            case LISTENER, ROUTES -> LISTENERS;
        };
    }

    private static List<String> someOf(List<String> names, Random random) {
        return names.stream().filter(name -> random.nextInt(3) == 0).toList();
    }
}
