package io.spillway.it.etcd;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.Command;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import io.spillway.registry.KeyValue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody deletes everything in the etcd of an IDC, and somebody brings it back. */
@Tag("real")
class EmptiedEtcdTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @TempDir
    Path folder;

    @Test
    void usersSeeNothingStatusSaysItAndItHeals() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        List<String> workloads = api.names("workloads");
        List<String> services = api.names("services");
        try (Backdoor etcd = Backdoor.open(fleet, folder); Users users = Users.come(fleet.user("idc-a"), 50)) {
            List<KeyValue> all = etcd.resources();
            etcd.delete(all);
            Awaitility.await("held back").atMost(SOON)
                    .until(() -> api.read("status").at("registry", "held").number() == all.size());
            assertThat(api.read("status").at("registry", "connected").isTrue()).isTrue();
            assertThat(api.names("workloads")).isEqualTo(workloads);
            assertThat(api.names("services")).isEqualTo(services);
            String id = api.read("status").at("registry", "clusterId").text();
            Command.Done check = Command.spillway("status", "--check", "--server", api.address());
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.output()).contains("registry: not believed (emptied)",
                    "all " + all.size() + " resources are gone at once",
                    "until 'spillway registry accept --cluster-id " + id + "'");

            fleet.orders("idc-a").getFirst().register("UP");
            Awaitility.await("a workload that is alive is written again").atMost(SOON)
                    .until(() -> api.read("status").at("registry", "held").number() == all.size() - 1);
            assertThat(etcd.resources()).hasSize(1);
            int before = users.all().size();
            Awaitility.await().until(() -> users.all().size() >= before + 100);

            etcd.put(all);
            Awaitility.await("everything is back").atMost(SOON)
                    .until(() -> api.read("status").at("registry", "held").number() == 0);
            assertThat(api.names("workloads")).isEqualTo(workloads);
            fleet.orders("idc-a").getFirst().register("UP");
            assertThat(Command.spillway("status", "--check", "--server", api.address()).output())
                    .doesNotContain("not believed");
            assertThat(users.failed()).isEmpty();
            assertThat(users.all()).allMatch(seen -> seen.by("idc-a"));
        }
    }
}
