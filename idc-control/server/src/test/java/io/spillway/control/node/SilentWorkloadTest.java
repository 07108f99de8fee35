package io.spillway.control.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.ControlService;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Registry;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Silence is judged by a node only after it has been up for a lease, and removes nothing. */
class SilentWorkloadTest {

    private static final Duration LEASE = Duration.ofSeconds(10);

    @TempDir
    Path folder;
    private final AtomicLong now = new AtomicLong();

    private ControlNode start(Registry registry) throws Exception {
        ControlNode node = ControlNode.start(
                new NodeSettings("idc-a", "control-1", "embedded",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Set.of(), Duration.ofHours(1),
                        Duration.ofHours(1)),
                registry, new StateKeeper.Times(now::get, Clock.systemUTC()), NodeObserver.NONE);
        Awaitility.await().untilAsserted(() -> assertThat(node.notReady()).isEmpty());
        return node;
    }

    private static Resource leased(int port) {
        return Resource.of("orders-1", new WorkloadEntrySpec("orders", "default", "primary-a", "127.0.0.1", port, 100,
                WorkloadState.UP, Map.of(), LEASE));
    }

    private static boolean silent(ControlService service) {
        return service.status().problems().stream().anyMatch(problem -> problem.object().equals("workloads/orders-1")
                && problem.problem().startsWith("silent for"));
    }

    @Test
    void aControlPlaneThatWasDeadForThreeLeasesRemovesNothingAndAccusesNobody() throws Exception {
        Registry registry = EmbeddedRegistry.open(EmbeddedSettings.of(folder, "test"), Clock.systemUTC(),
                Ticker.system(), new Random(1));
        try (TestNode first = TestNode.on(registry, Duration.ofSeconds(30)).sharing()) {
            first.awaitReady();
            first.withOrders().applied(leased(9001));
        }
        now.addAndGet(LEASE.multipliedBy(3).toNanos());
        try (ControlNode node = start(registry)) {
            ControlService service = node.service();
            assertThat(service.get(Kind.WORKLOAD_ENTRY, "orders-1")).isPresent();
            assertThat(silent(service)).isFalse();
            now.addAndGet(LEASE.plusSeconds(1).toNanos());
            assertThat(silent(service)).isTrue();
            assertThat(service.get(Kind.WORKLOAD_ENTRY, "orders-1")).isPresent();
            service.apply(new ApplyRequest(java.util.List.of(leased(9001)), false, null, "orders-1"));
            assertThat(silent(service)).isFalse();
        } finally {
            registry.close();
        }
    }
}
