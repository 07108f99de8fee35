package io.spillway.it.etcd;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.drill.fleet.Component;
import io.spillway.it.harness.Api;
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

/** While a control plane stands still, its etcd changes and forgets how. */
@Tag("real")
class CompactedEtcdTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String SERVICE = """
            {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"passing"},
             "spec":{"hosts":["%s"]}}
            """;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @TempDir
    Path folder;

    @Test
    void whatIsMissedIsListedAndUsersSeeNothing() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        api.write("services/passing", SERVICE.formatted("before.example"));
        try (Backdoor etcd = Backdoor.open(fleet, folder); Users users = Users.come(fleet.user("idc-a"), 50)) {
            List<KeyValue> before = passing(etcd);
            api.write("services/passing", SERVICE.formatted("after.example"));
            List<KeyValue> after = passing(etcd);
            Component control = fleet.process("idc-a/idc-control");
            long revision;
            control.suspend();
            try {
                for (int i = 0; i < 20; i++) {
                    etcd.put(after);
                }
                revision = etcd.put(before);
                etcd.compact(revision);
                fleet.kill("idc-a/etcd");
                fleet.start("idc-a/etcd");
            } finally {
                control.resume();
            }
            Awaitility.await("the newest state is served").atMost(SOON).ignoreExceptions().until(
                    () -> api.read("status").at("registry", "revision").number() >= revision);
            assertThat(api.get("services/passing").text()).contains("before.example");
            assertThat(api.read("status").at("registry", "held").number()).isZero();
            Awaitility.await("takes writes").atMost(SOON).until(
                    () -> api.put("services/passing", SERVICE.formatted("later.example")).status() == 200);
            assertThat(users.failed()).isEmpty();
            assertThat(users.all()).allMatch(seen -> seen.by("idc-a"));
        } finally {
            Awaitility.await().atMost(SOON).until(() -> api.delete("services/passing").status() < 300);
        }
    }

    private static List<KeyValue> passing(Backdoor etcd) {
        return etcd.resources().stream().filter(entry -> entry.key().endsWith("services/passing")).toList();
    }
}
