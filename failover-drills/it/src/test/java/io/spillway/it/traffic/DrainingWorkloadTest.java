package io.spillway.it.traffic;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Seen;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import io.spillway.it.harness.Workload;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** A workload asks to leave while it has something to do. */
@Tag("real")
class DrainingWorkloadTest {

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    @Test
    void getsNothingNewAndFinishesWhatItHas() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        try (Workload leaving = new Workload("leaving", "slow", "idc-a", api).live();
                Workload staying = new Workload("staying", "slow", "idc-a", api).live()) {
            api.write("services/slow", """
                    {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"slow"},
                     "spec":{"hosts":["slow.example"],"policy":{"timeout":"15s"}}}
                    """);
            leaving.register("UP");
            Awaitility.await().until(() -> fleet.user("idc-a", "slow.example").get("/").ok());
            CompletableFuture<Seen> inFlight = CompletableFuture
                    .supplyAsync(() -> fleet.user("idc-a", "slow.example").get("/hold"));
            Awaitility.await().until(() -> leaving.held() == 1);

            staying.register("UP");
            long drained = leaving.register("DRAINING");
            Awaitility.await().until(() -> api.delivered(drained));
            int before = leaving.requests();
            try (Users users = Users.come(fleet.user("idc-a", "slow.example"), 100)) {
                Awaitility.await().until(() -> users.all().size() >= 200);
                assertThat(users.all()).allMatch(seen -> seen.instance().equals("staying"));
            }
            assertThat(leaving.requests()).isEqualTo(before);
            assertThat(inFlight).isNotDone();
            assertThat(api.get("workloads/leaving?wait=released").status()).isEqualTo(200);
            assertThat(api.names("workloads")).contains("staying").doesNotContain("leaving");

            leaving.release();
            Seen last = inFlight.get(5, TimeUnit.SECONDS);
            assertThat(last.ok()).isTrue();
            assertThat(last.instance()).isEqualTo("leaving");
        } finally {
            api.delete("services/slow");
        }
    }
}
