package io.spillway.it.process;

import java.time.Duration;
import java.util.List;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import io.spillway.it.harness.Workload;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** A control plane that was dead for so long that every lease ran out comes back to services that lived on. */
@Tag("real")
class ControlAwayForLeasesTest {

    private static final Duration LEASE = Duration.ofSeconds(1);

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    @Test
    void removesNothing() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        for (Workload workload : fleet.orders("idc-a")) {
            workload.register("UP", ",\"lease\":\"" + LEASE.toSeconds() + "s\"");
        }
        List<String> workloads = api.names("workloads");
        List<String> imports = api.names("imports");
        assertThat(workloads).hasSize(2);
        assertThat(imports).hasSize(1);

        try (Users here = Users.come(fleet.user("idc-a"), 50); Users there = Users.come(fleet.user("idc-b"), 50)) {
            fleet.kill("idc-a/idc-control");
            // Three leases of registry-sync are more than three of the workloads.
            away(RunningFleet.SYNC_LEASE.multipliedBy(3));
            fleet.start("idc-a/idc-control");

            Awaitility.await("three more leases").during(LEASE.multipliedBy(3)).atMost(LEASE.multipliedBy(10))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> {
                        assertThat(api.names("workloads")).isEqualTo(workloads);
                        assertThat(api.names("imports")).isEqualTo(imports);
                    });
            fleet.awaitSteady();
            assertThat(here.failed()).isEmpty();
            assertThat(here.all()).allMatch(seen -> seen.by("idc-a"));
            assertThat(there.failed()).isEmpty();
        }
        assertThat(api.read("status").at("problems").items())
                .as("what was not heard of since is told, and used")
                .anyMatch(problem -> problem.at("problem").text().contains("it stays in use"));
        for (Workload workload : fleet.orders("idc-a")) {
            workload.register("UP");
        }
    }

    private static void away(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await().atMost(time.plusSeconds(5)).until(() -> System.nanoTime() - end > 0);
    }
}
