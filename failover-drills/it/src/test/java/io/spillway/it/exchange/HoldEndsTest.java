package io.spillway.it.exchange;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.Finding;
import io.spillway.control.service.StatusReport.HeldView;
import io.spillway.control.service.WriteResult;
import io.spillway.drill.bench.sync.OctetCounter;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.process.config.HostPort;
import io.spillway.registry.RegistryKeys;
import io.spillway.sync.peer.SyncSettings;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another IDC says that most instances of a service are gone. That is held, with an alarm, until it says so again when it is asked:
 * over a real registry-sync, with real control nodes at both ends.
 */
@Tag("real")
class HoldEndsTest {

    private static final int ALL = 10;
    private static final int LEFT = 3;
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration CONFIRM_AFTER = Duration.ofSeconds(1);

    @TempDir
    Path folder;
    private Side near;
    private Side far;
    private OctetCounter line;
    private OctetCounter report;

    @BeforeEach
    void start() throws Exception {
        near = new Side("idc-a", "idc-b", folder);
        far = new Side("idc-b", "idc-a", folder);
        line = OctetCounter.start(far.node.adsPort());
        report = OctetCounter.start(near.node.adsPort());
        applied(List.of(Resource.of("idc-a", idc(1)), Resource.of("idc-b", idc(2)),
                Resource.of("primary", new ClusterSpec("idc-b", ClusterRole.PRIMARY)),
                Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)),
                Resource.of("orders", ServiceSpec.of(List.of("orders.test"), "core"))));
        says(0, ALL, WorkloadState.UP, 100);
        near.hears(new SyncSettings("idc-a", "sync-1", List.of(address(report)),
                Map.of("idc-b", List.of(address(line))), LEASE, SyncSettings.LEADER_LEASE, CONFIRM_AFTER));
        await().until(() -> declared() == ALL);
    }

    @AfterEach
    void stop() {
        near.close();
        far.close();
        line.close();
        report.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10));
    }

    private static HostPort address(OctetCounter counter) {
        return new HostPort("127.0.0.1", counter.port());
    }

    private static IdcSpec idc(int number) {
        return new IdcSpec("region-1", null, List.of(), List.of("127.0.0.1:700" + number), 0);
    }

    private void applied(List<Resource> resources) {
        assertThat(far.node.service().apply(new ApplyRequest(resources, false, null, "test")))
                .isInstanceOf(WriteResult.Applied.class);
    }

    private void says(int from, int to, WorkloadState state, int weight) {
        applied(IntStream.range(from, to).mapToObj(i -> Resource.of("orders-" + i, new WorkloadEntrySpec("orders",
                "default", "primary", "127.0.0.1", 8000 + i, weight, state, Map.of(), null))).toList());
    }

    private int declared() {
        return near.node.service().get(Kind.SERVICE_ENTRY, "orders.idc-b")
                .map(found -> ((ServiceEntrySpec) found.spec()).groups().stream().mapToInt(GroupCapacity::declared)
                        .sum())
                .orElse(0);
    }

    private List<HeldView> held() {
        return near.node.service().status().peers().stream().flatMap(peer -> peer.held().stream()).toList();
    }

    private void isHeld() {
        assertThat(held()).singleElement().satisfies(hold -> {
            assertThat(hold.service()).isEqualTo("orders");
            assertThat(hold.guard()).isEqualTo("removes_majority_of_endpoints");
        });
        assertThat(declared()).isEqualTo(ALL);
    }

    @Test
    void itIsHeldAndAlarmedWhileTheOriginCannotBeAskedAndAppliedWhenItSaysTheSameAgain() {
        Instant begin = Instant.now();
        says(LEFT, ALL, WorkloadState.DRAINING, 100);
        await().untilAsserted(this::isHeld);
        await().untilAsserted(() -> assertThat(near.held).as("what is counted and alerted").containsExactly(
                "idc-b orders: removes_majority_of_endpoints"));
        assertThat(near.node.service().check().findings()).extracting(Finding::rule).contains("update-held");

        line.cut();
        await().until(() -> !near.hearsAll());
        await().until(() -> Instant.now().isAfter(begin.plus(CONFIRM_AFTER)));
        long told = near.node.service().status().sync().term();
        report.cut();
        report.mend();
        await().until(() -> near.node.service().status().sync().term() > told);
        await().during(Duration.ofMillis(500)).untilAsserted(this::isHeld);

        line.mend();
        await().until(near::hearsAll);
        says(0, 1, WorkloadState.UP, 90); // what is said anew of its health is told, and then it is asked
        await().untilAsserted(() -> assertThat(declared()).isEqualTo(LEFT));
        assertThat(held()).isEmpty();
        assertThat(near.registry.range(RegistryKeys.HELD).entries()).isEmpty();
        assertThat(near.held).as("one alarm").hasSize(1);
    }
}
