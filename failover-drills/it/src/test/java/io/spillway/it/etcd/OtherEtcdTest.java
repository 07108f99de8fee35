package io.spillway.it.etcd;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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

/** Where the registry was, an empty one answers. */
@Tag("real")
class OtherEtcdTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @Test
    void anEmptyOneIsRefusedAndEmptiesNothing() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        List<String> workloads = api.names("workloads");
        String known = api.read("status").at("registry", "clusterId").text();
        Path data = fleet.etcdData("idc-a");
        Path aside = data.resolveSibling("etcd-aside");
        try (Users users = Users.come(fleet.user("idc-a"), 50)) {
            fleet.kill("idc-a/etcd");
            Files.move(data, aside);
            fleet.start("idc-a/etcd");
            Awaitility.await("refused, with both names").atMost(SOON)
                    .untilAsserted(() -> assertThat(api.read("status").at("registry", "reason").text())
                            .contains(known));

            assertThat(api.read("status").at("registry", "connected").isTrue()).isFalse();
            assertThat(api.put("services/orders", "{}").status()).isIn(400, 503);
            assertThat(fleet.orders("idc-a")).allSatisfy(workload -> {
                assertThat(api.names("workloads")).isEqualTo(workloads);
                assertThat(api.put("workloads/" + workload.name(), document(workload.name())).status()).isEqualTo(503);
            });
            Command.Done check = Command.spillway("status", "--check", "--server", api.address());
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.output()).contains(known);
            int before = users.all().size();
            Awaitility.await().until(() -> users.all().size() >= before + 100);
            assertThat(users.failed()).isEmpty();

            fleet.kill("idc-a/etcd");
            Files.move(data, data.resolveSibling("etcd-empty"));
            Files.move(aside, data);
            fleet.start("idc-a/etcd");
            Awaitility.await("the known one is believed without a word").atMost(SOON)
                    .until(() -> api.read("status").at("registry", "connected").isTrue());
            assertThat(api.names("workloads")).isEqualTo(workloads);
            assertThat(users.failed()).isEmpty();
        }
        fleet.orders("idc-a").getFirst().register("UP");
    }

    private static String document(String name) {
        return """
                {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"%s"},"spec":{"service":"orders",\
                "group":"default","cluster":"idc-a-primary","address":"127.0.0.1","port":9}}"""
                .formatted(name);
    }
}
