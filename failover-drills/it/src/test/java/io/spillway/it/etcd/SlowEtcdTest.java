package io.spillway.it.etcd;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.spillway.drill.fleet.Component;
import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The etcd of an IDC answers late, then not at all, then again. */
@Tag("real")
class SlowEtcdTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long STANDS_MILLIS = 900;
    private static final long PERIOD_MILLIS = 1_000;
    private static final String SERVICE = """
            {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"late"},
             "spec":{"hosts":["late.example"]}}
            """;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @Test
    void usersSeeNothingWritesAreTakenLateOrRefusedAndItComesBack() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        Component etcd = fleet.process("idc-a/etcd");
        try (Users users = Users.come(fleet.user("idc-a"), 50)) {
            try (ScheduledExecutorService hand = Executors.newSingleThreadScheduledExecutor()) {
                var _ = hand.scheduleAtFixedRate(etcd::suspend, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
                var _ = hand.scheduleAtFixedRate(etcd::resume, STANDS_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
                Awaitility.await("a write is taken in the end").atMost(SOON).pollInterval(Duration.ofMillis(50))
                        .until(() -> {
                            int status = api.put("services/late", SERVICE).status();
                            assertThat(status).isIn(200, 201, 503);
                            return status != 503;
                        });
                assertThat(api.names("services")).contains("late");
                hand.shutdownNow();
            }
            etcd.suspend();
            Awaitility.await("noticed").atMost(SOON)
                    .until(() -> !api.read("status").at("registry", "connected").isTrue());
            assertThat(api.read("status").at("registry", "reason").text()).contains("etcd");
            assertThat(api.delete("services/late").status()).isEqualTo(503);
            assertThat(api.names("services")).as("reads go on").contains("late");
            etcd.resume();
            Awaitility.await("is back").atMost(SOON)
                    .until(() -> api.read("status").at("registry", "connected").isTrue());
            Awaitility.await("takes writes").atMost(SOON).until(() -> api.delete("services/late").status() < 300);
            assertThat(api.read("status").at("registry", "held").number()).isZero();
            assertThat(users.failed()).isEmpty();
            assertThat(users.all()).allMatch(seen -> seen.by("idc-a"));
        } finally {
            etcd.resume();
        }
    }
}
