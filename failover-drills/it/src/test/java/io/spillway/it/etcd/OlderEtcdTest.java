package io.spillway.it.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.Command;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The etcd of an IDC is restored from a copy of yesterday. */
@Tag("real")
class OlderEtcdTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SERVICE = """
            {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"today"},
             "spec":{"hosts":["today.example"]}}
            """;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @Test
    void isRefusedUntilTheOperatorAcceptsItAndThenServed() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        List<String> workloads = api.names("workloads");
        List<String> services = api.names("services");
        Path data = fleet.etcdData("idc-a");
        Path yesterday = data.resolveSibling("etcd-yesterday");
        try (Users users = Users.come(fleet.user("idc-a"), 50)) {
            fleet.kill("idc-a/etcd");
            copy(data, yesterday);
            fleet.start("idc-a/etcd");
            Awaitility.await().atMost(SOON).until(() -> api.put("services/today", SERVICE).status() < 300);

            fleet.kill("idc-a/etcd");
            Files.move(data, data.resolveSibling("etcd-today"));
            Files.move(yesterday, data);
            fleet.start("idc-a/etcd");
            Awaitility.await("refused").atMost(SOON).untilAsserted(
                    () -> assertThat(api.read("status").at("registry", "reason").text())
                            .contains("restored from an old copy"));
            assertThat(api.put("services/today", SERVICE.replace("today.example", "x.example")).status())
                    .isEqualTo(503);
            assertThat(api.names("services")).as("of today").contains("today");
            Command.Done check = Command.spillway("status", "--check", "--server", api.address());
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.output()).contains("restored from an old copy", "spillway registry accept --cluster-id");

            String found = api.read("status").at("registry", "clusterId").text() + "-rewound";
            Command.Done accepted = Command.spillway("registry", "accept", "--cluster-id", found, "--server",
                    api.address());
            assertThat(accepted.output()).contains("accepted, epoch 2");
            Awaitility.await("yesterday is served").atMost(SOON)
                    .until(() -> api.names("services").equals(services) && api.names("workloads").equals(workloads));
            assertThat(api.read("status").at("registry", "held").number()).as("one word is enough").isZero();
            Awaitility.await("takes writes").atMost(SOON)
                    .until(() -> api.put("services/today", SERVICE).status() < 300);
            Awaitility.await().atMost(SOON).until(() -> api.delete("services/today").status() < 300);
            assertThat(users.failed()).isEmpty();
            assertThat(users.all()).allMatch(seen -> seen.by("idc-a"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
