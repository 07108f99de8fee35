package io.spillway.it.traffic;

import java.util.ArrayList;
import java.util.List;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Shift;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import io.spillway.it.harness.Workload;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Ten workloads here, two gateways there, half of the traffic for each; then the ten die at once. */
@Tag("real")
class LocalDeathUnderShiftTest {

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    @Test
    void failsNobody() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        List<Workload> more = new ArrayList<>();
        for (int number = 3; number <= 10; number++) {
            more.add(new Workload("orders-idc-a-" + number, "orders", "idc-a", api).live());
        }
        try (Shift shift = Shift.of(api, "orders", 50, 50)) {
            for (Workload workload : more) {
                workload.register("UP");
            }
            shift.awaitDelivered();
            try (Users users = Users.come(fleet.user("idc-a"), 100)) {
                Awaitility.await().until(() -> users.all().size() >= 200);
                assertThat(users.all().stream().filter(seen -> seen.by("idc-a")).count() * 100 / users.all().size())
                        .as("percent served here").isBetween(30L, 70L);

                fleet.orders("idc-a").forEach(Workload::die);
                more.forEach(Workload::die);
                long dead = System.nanoTime();

                Awaitility.await().until(() -> users.since(dead).size() >= 200);
                assertThat(users.failed()).isEmpty();
                assertThat(users.since(dead)).allMatch(seen -> seen.by("idc-b"));
            }
        } finally {
            for (Workload workload : more) {
                workload.close();
            }
            for (Workload workload : fleet.orders("idc-a")) {
                workload.live();
            }
        }
        fleet.awaitSteady();
    }
}
