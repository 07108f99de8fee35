package io.spillway.control.health;

import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import io.spillway.control.health.probe.Workload;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.LoadReport.Rates;
import io.spillway.control.service.LoadReport.ServiceLoad;
import io.spillway.control.service.LoadReport.TargetLoad;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.HealthProbe;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Registry;
import io.spillway.wire.record.HealthRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks of real sockets beside load reports, on a clock that is twenty times as fast. */
@Tag("slow")
class HealthServiceTest {

    private static final int FAST = 20;

    /** A busy machine may look at the load reports late. */
    private static final int SLOW_TO_FALL = 10;

    @TempDir
    Path folder;

    private final List<Socket> deaf = new ArrayList<>();
    private final Map<String, HealthRecord> against = new ConcurrentHashMap<>();
    private final AtomicInteger rechecked = new AtomicInteger();
    private final AtomicLong reports = new AtomicLong();
    private volatile String alarm = "";
    private volatile Rates rates = Rates.NONE;

    private final HealthService.Told told = new HealthService.Told() {
        @Override
        public void judged(String workload, @Nullable HealthRecord record) {
            if (record == null) {
                against.remove(workload);
            } else {
                against.put(workload, record);
            }
        }

        @Override
        public void written(String workload, @Nullable HealthRecord record, long revision) {}

        @Override
        public void contradicted(String why) {
            alarm = why;
        }

        @Override
        public void rechecked(int workloads) {
            rechecked.addAndGet(workloads);
        }
    };

    private HealthService service(Registry registry, Predicate<String> mine) {
        Ticker fast = () -> System.nanoTime() * FAST;
        StateKeeper.Times times = new StateKeeper.Times(fast, java.time.Clock.systemUTC());
        return new HealthService(new HealthService.Setting("idc-a", "control-1", HealthSettings.DEFAULTS, times,
                new Random(5), mine, this::report, told), registry);
    }

    private LoadReport report() {
        Instant at = Instant.EPOCH.plusSeconds(reports.incrementAndGet());
        return new LoadReport("idc-a", "control-1", at, Duration.ofSeconds(2), List.of(),
                List.of(new ServiceLoad("orders", rates, Map.of(), 1, at,
                        List.of(new TargetLoad("idc-a", rates, 1, at, List.of())))));
    }

    private static ControlState state(Duration interval, int threshold, int... ports) {
        HealthCheck check = new HealthCheck(new HealthProbe.Http("/", null, HealthProbe.Http.SUCCESSES, false),
                interval, Duration.ofSeconds(2), threshold, 2, 10);
        ServiceSpec plain = ServiceSpec.of(List.of("orders.test"), null);
        ControlState state = ControlState.empty().with(Resource.of("orders", new ServiceSpec(plain.hosts(), Map.of(),
                plain.groups(), null, ServicePolicy.DEFAULTS.withHealthCheck(check), List.of("*"))));
        for (int i = 0; i < ports.length; i++) {
            state = state.with(TestNode.workload("orders", "orders-" + i, ports[i], WorkloadState.UP));
        }
        return state;
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
    }

    /** Ports where nobody listens while the test runs. */
    private int[] deadPorts(int count) throws Exception {
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            deaf.add(Workload.deaf());
            ports[i] = deaf.getLast().getLocalPort();
        }
        return ports;
    }

    @AfterEach
    void letGo() throws Exception {
        for (Socket socket : deaf) {
            socket.close();
        }
    }

    @Test
    void failuresThatTheDataPathContradictsAreAnAlarmUntilItAgrees() throws Exception {
        ControlState state = state(Duration.ofSeconds(5), SLOW_TO_FALL, deadPorts(4));
        rates = new Rates(100, 100, 0, 3);
        try (Registry registry = TestNode.registry(folder); HealthService health = service(registry, _ -> true)) {
            health.onLoaded(state);
            soon().untilAsserted(() -> assertThat(alarm).contains("of 4 workloads fail their checks"));
            soon().untilAsserted(() -> assertThat(health.view(state)).satisfies(view -> {
                assertThat(view.withheld()).isEqualTo(4);
                assertThat(view.alarm()).isNotEmpty();
            }));
            assertThat(against).isEmpty();
            rates = new Rates(100, 0, 100, 3);
            soon().untilAsserted(() -> assertThat(against).hasSize(4));
            soon().untilAsserted(() -> assertThat(alarm).isEmpty());
        }
    }

    @Test
    void aBurstOfFailedRequestsFindsTheDeadOneLongBeforeItsTime() throws Exception {
        Workload dying = Workload.answering(Workload.status(200));
        try (Registry registry = TestNode.registry(folder);
                Workload alive = Workload.answering(Workload.status(200));
                HealthService health = service(registry, _ -> true)) {
            ControlState state = state(Duration.ofHours(1), 3, alive.port(), dying.port());
            health.onLoaded(state);
            soon().untilAsserted(() -> assertThat(health.view(state).healthy()).isEqualTo(2));
            dying.close();
            rates = new Rates(100, 60, 40, 3);
            soon().untilAsserted(() -> assertThat(against.keySet()).containsExactly("orders-1"));
            soon().untilAsserted(() -> assertThat(rechecked).hasValueGreaterThanOrEqualTo(6));
        }
    }

    /** They name another service, of which nobody reports anything. */
    @Test
    void aBurstOfFailedRequestsFindsTheDeadOneAlsoAmongThoseThatAreOnlySelected() throws Exception {
        Workload dying = Workload.answering(Workload.status(200));
        try (Registry registry = TestNode.registry(folder);
                Workload alive = Workload.answering(Workload.status(200));
                HealthService health = service(registry, _ -> true)) {
            ControlState state = selected(state(Duration.ofHours(1), 3), alive.port(), dying.port());
            health.onLoaded(state);
            soon().untilAsserted(() -> assertThat(health.view(state).checked()).isEqualTo(2));
            dying.close();
            rates = new Rates(100, 60, 40, 3);
            soon().untilAsserted(() -> assertThat(against.keySet()).containsExactly("legacy-1"));
        }
    }

    /** Returns the state in which its service selects workloads that name another one. */
    private static ControlState selected(ControlState state, int... ports) {
        ServiceSpec named = java.util.Objects.requireNonNull(state.service("orders"));
        ControlState selecting = state.with(Resource.of("orders", new ServiceSpec(named.hosts(),
                Map.of("app", "orders"), named.groups(), null, named.policy(), named.exportTo())));
        for (int i = 0; i < ports.length; i++) {
            selecting = selecting.with(Resource.of("legacy-" + i, new WorkloadEntrySpec("legacy", "default",
                    "primary-a", "127.0.0.1", ports[i], 100, WorkloadState.UP, Map.of("app", "orders"), null)));
        }
        return selecting;
    }

    @Test
    void onlyWhatIsOurs() throws Exception {
        ControlState state = state(Duration.ofSeconds(5), 3, deadPorts(2));
        try (Registry registry = TestNode.registry(folder);
                HealthService health = service(registry, name -> name.endsWith("1"))) {
            health.onLoaded(state);
            soon().untilAsserted(() -> assertThat(against.keySet()).containsExactly("orders-1"));
            soon().untilAsserted(() -> assertThat(health.view(state).checked()).isEqualTo(1)); // a look is later
        }
    }
}
