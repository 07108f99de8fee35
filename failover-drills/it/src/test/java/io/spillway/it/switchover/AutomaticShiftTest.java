package io.spillway.it.switchover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.Json;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An IDC dies at night, with gateways, control plane and all, and nobody is awake. What sees it lost are the gateways of the other
 * IDC, its control plane, and probes in two other places.
 */
@Tag("real")
@Tag("full")
class AutomaticShiftTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final List<String> OF_A = List.of("idc-a/idc-control", "idc-a/gateway-1", "idc-a/registry-sync");
    private static final List<String> PLACES = List.of("north", "south");
    private static final int PER_SECOND = 20;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean reachable = true;

    private static Api idcB() {
        return FLEET.get().api("idc-b");
    }

    private void probe() {
        for (String place : PLACES) {
            try {
                idcB().post("vantage",
                        "{\"idc\":\"idc-a\",\"reachable\":" + reachable + ",\"from\":\"" + place + "\"}");
            } catch (IOException lost) {
                // The next word counts.
            }
        }
    }

    private static void core(String idc, String limits) throws IOException {
        FLEET.get().api(idc).write("drgroups/core", """
                {"apiVersion":"spillway.io/v1","kind":"DrGroup","metadata":{"name":"core"},
                 "spec":{"idcs":["idc-a","idc-b"]%s}}""".formatted(limits));
    }

    private static List<Json> automatic() throws IOException {
        return idcB().read("switchovers").at("items").items().stream()
                .filter(each -> each.at("status", "origin").text().equals("AUTOMATIC")).toList();
    }

    private static boolean armed() throws IOException {
        return idcB().read("check").at("findings").items().stream()
                .noneMatch(finding -> finding.at("rule").text().equals("automatic-not-armed"));
    }

    @Test
    void itsTrafficLeavesByItselfAndComesHomeByAnOperator() throws Exception {
        RunningFleet fleet = FLEET.get();
        for (String idc : List.of("idc-a", "idc-b")) {
            core(idc, ",\"limits\":{\"automatic\":{\"holdDown\":\"10s\",\"soak\":\"1s\"}}");
        }
        var _ = probes.scheduleWithFixedDelay(this::probe, 0, 1, TimeUnit.SECONDS);
        Awaitility.await("armed").atMost(LONG).pollInterval(POLL).until(AutomaticShiftTest::armed);
        try (Users users = Users.come(fleet.user("idc-b"), PER_SECOND)) {
            for (String process : OF_A) {
                fleet.kill(process);
            }
            reachable = false;
            long died = System.nanoTime();
            Awaitility.await("moved").atMost(LONG).pollInterval(POLL).until(() -> automatic().stream()
                    .anyMatch(each -> each.at("status", "state").text().equals("COMPLETED")));
            assertThat(Duration.ofNanos(System.nanoTime() - died)).as("held down")
                    .isGreaterThan(Duration.ofSeconds(10));
            assertThat(users.failed()).isEmpty();
        }
        String id = automatic().getFirst().at("metadata", "name").text();
        assertThat(String.valueOf(idcB().read("shifts/drgroup.core").value())).contains("idc-b=100",
                "automatic: idc-a is lost by ");

        for (String process : OF_A) {
            fleet.start(process);
        }
        reachable = true;
        fleet.awaitPeers();
        Awaitility.await("idc-a has learnt it").atMost(LONG).pollInterval(POLL)
                .until(() -> fleet.api("idc-a").get("shifts/drgroup.core").status() == 200);
        Operator operator = new Operator(idcB());
        operator.awaitState(id, "COMPLETED");
        operator.say(id, "rollback", "{\"accept\":true,\"reason\":\"idc-a has power again\"}");
        operator.awaitState(id, "ROLLED_BACK");
        assertThat(automatic()).hasSize(1);
        fleet.awaitSteady();
    }

    @AfterEach
    void nothingIsAutomatic() throws Exception {
        probes.shutdownNow();
        for (String process : OF_A) {
            FLEET.get().start(process);
        }
        for (String idc : List.of("idc-a", "idc-b")) {
            core(idc, "");
        }
    }
}
