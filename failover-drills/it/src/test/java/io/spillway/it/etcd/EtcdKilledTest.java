package io.spillway.it.etcd;

import java.time.Duration;
import java.time.Instant;

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

/** The etcd of an IDC is killed and comes back with what it had. */
@Tag("real")
class EtcdKilledTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SERVICE = """
            {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"later"},
             "spec":{"hosts":["later.example"]}}
            """;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.ETCD);

    @Test
    void trafficGoesOnWritesAreRefusedAndTheStateIsReconciled() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        try (Users users = Users.come(fleet.user("idc-a"), 50)) {
            Instant killed = Instant.now();
            fleet.kill("idc-a/etcd");
            Awaitility.await("noticed").atMost(SOON)
                    .until(() -> !api.read("status").at("registry", "connected").isTrue());

            Api.Reply refused = api.put("services/later", SERVICE);
            assertThat(refused.status()).isEqualTo(503);
            Instant since = Instant.parse(refused.json().at("since").text());
            assertThat(since).isBetween(killed.minusSeconds(1), Instant.now());
            assertThat(refused.json().at("detail").text()).contains("since " + since);
            assertThat(api.read("status").at("registry", "sinceUnixMillis").number()).isEqualTo(since.toEpochMilli());
            assertThat(api.names("workloads")).as("reads go on").hasSize(2);
            int before = users.all().size();
            Awaitility.await().until(() -> users.all().size() >= before + 100);
            assertThat(users.failed()).isEmpty();

            fleet.start("idc-a/etcd");
            Awaitility.await("is back").atMost(SOON)
                    .until(() -> api.read("status").at("registry", "connected").isTrue());
            Awaitility.await("takes writes").atMost(SOON)
                    .until(() -> api.put("services/later", SERVICE).status() == 200);
            try (Workload later = new Workload("later-1", "later", "idc-a", api).live()) {
                later.register("UP");
                Awaitility.await("serves what is new").atMost(SOON)
                        .until(() -> fleet.user("idc-a", "later.example").get("/").ok());
            }
            assertThat(users.failed()).isEmpty();
            assertThat(users.all()).allMatch(seen -> seen.by("idc-a"));
        } finally {
            api.delete("services/later");
        }
    }
}
