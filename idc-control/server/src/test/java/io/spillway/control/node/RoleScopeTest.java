package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.imports.SwitchOvers;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.ProgressRecords;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What each role may get, type by type, and what it may not: also by its name, of which it knows from elsewhere. */
@Tag("slow")
class RoleScopeTest {

    /** Names that there are, in the words of every role that may have some of them. */
    private static final Map<ResourceType, String[]> THERE = Map.of(
            ResourceType.CLUSTER, new String[]{"orders/default"},
            ResourceType.ENDPOINT, new String[]{"orders/default@local"},
            ResourceType.LISTENER, new String[]{"entrance", "orders.test"},
            ResourceType.ROUTE, new String[]{"entrance", "orders.test"},
            ResourceType.RUNTIME, new String[]{XdsNames.RUNTIME_FAULTS},
            ResourceType.SERVICE_ENTRY, new String[]{"orders"},
            ResourceType.TRAFFIC_SHIFT, new String[]{"drgroup/core"},
            ResourceType.SWITCH_OVER, new String[]{"ours", "theirs"},
            ResourceType.SWITCH_OVER_PROGRESS, new String[]{"theirs"});

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            # role,   idc,   CDS,            EDS,                  LDS,         RDS,         RTDS,   SERVICE_ENTRY, TRAFFIC_SHIFT, SWITCH_OVER, PROGRESS
            gateway,  idc-a, orders/default, orders/default@local, entrance,    entrance,    faults, -,             -,            -,           -
            '',       idc-a, orders/default, orders/default@local, entrance,    entrance,    faults, -,             -,            -,           -
            reporter, idc-a, orders/default, orders/default@local, entrance,    entrance,    faults, -,             -,            -,           -
            grpc,     idc-a, orders/default, orders/default@local, orders.test, orders.test, -,      -,             -,            -,           -
            sync,     idc-b, -,              -,                    -,           -,           -,      orders,        drgroup/core, ours,        theirs
            """)
    void getsWhatItMayAndNothingElse(String role, String idc, String clusters, String endpoints, String listeners,
            String routes, String runtime, String entries, String shifts, String switchOvers, String progress)
            throws Exception {
        Map<ResourceType, String> may = Map.of(ResourceType.CLUSTER, clusters, ResourceType.ENDPOINT, endpoints,
                ResourceType.LISTENER, listeners, ResourceType.ROUTE, routes, ResourceType.RUNTIME, runtime,
                ResourceType.SERVICE_ENTRY, entries, ResourceType.TRAFFIC_SHIFT, shifts, ResourceType.SWITCH_OVER,
                switchOvers,
                ResourceType.SWITCH_OVER_PROGRESS, progress);
        try (TestNode node = TestNode.start(folder).withOrders()) {
            write(node, SwitchOvers.at("ours", new Generation(1, "idc-a"), 1, SwitchOverState.READY));
            write(node, SwitchOvers.at("theirs", new Generation(1, "idc-b"), 1, SwitchOverState.READY));
            say(node, "idc-a", "theirs");
            say(node, "idc-b", "ours");
            // Whoever has heard of this has heard of all before it.
            node.applied(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP),
                    TestNode.shift("core", 50, 50));
            for (ResourceType type : ResourceType.values()) {
                String wanted = may.getOrDefault(type, "-").replace("faults", XdsNames.RUNTIME_FAULTS);
                assertThat(given(node, role, idc, type)).as("%s of %s", type.shortName(), role)
                        .isEqualTo(wanted.equals("-") ? Set.of() : Set.of(wanted));
            }
        }
    }

    private static void write(TestNode node, Resource switchOver) {
        node.registry.commit(Transaction.put(RegistryKeys.resource("switchovers", switchOver.name()), 0,
                new StoredRecords().write(switchOver, null, "bob", Instant.EPOCH)));
    }

    private static void say(TestNode node, String idc, String switchOver) {
        node.registry.commit(Transaction.put(RegistryKeys.progress(idc, switchOver), 0,
                ProgressRecords.encode(SwitchOvers.progress(switchOver, idc, 1, 1))));
    }

    /** Asks by name for what there is, on a stream of its own. */
    private static Set<String> given(TestNode node, String role, String idc, ResourceType type) throws Exception {
        Node who = DeltaClient.node("client-" + type.shortName(), role, idc);
        try (DeltaClient client = DeltaClient.as(node, who)) {
            String[] names = THERE.getOrDefault(type, new String[0]);
            client.subscribe(type, names);
            Set<String> given = new TreeSet<>();
            Set<String> answered = new TreeSet<>();
            while (answered.size() < names.length) {
                DeltaDiscoveryResponse response = client.take(type);
                given.addAll(DeltaClient.names(response));
                answered.addAll(DeltaClient.names(response));
                answered.addAll(response.getRemovedResourcesList());
            }
            return given;
        }
    }
}
