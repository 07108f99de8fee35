package io.spillway.it.process;

import java.time.Duration;

import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** A whole IDC loses power while its control plane is dead: the gateway that comes back alone has to know enough. */
@Tag("real")
class ControlAndGatewayKilledTest {

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    @Test
    void aGatewayThatIsStartedAloneServesFromDiskWithinFiveSeconds() throws Exception {
        RunningFleet fleet = FLEET.get();

        try (Users users = Users.come(fleet.user("idc-a"), 50)) {
            fleet.kill("idc-a/idc-control");
            Awaitility.await().until(() -> users.all().size() >= 100);
            assertThat(users.failed()).isEmpty();
        }

        fleet.kill("idc-a/gateway-1");
        assertThat(fleet.user("idc-a").get("/").ok()).isFalse();
        fleet.startAlone("idc-a/gateway-1");
        Awaitility.await("serves from disk").pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(5))
                .until(() -> fleet.user("idc-a").get("/").by("idc-a"));

        try (Users users = Users.come(fleet.user("idc-a"), 50)) {
            fleet.start("idc-a/idc-control");
            fleet.awaitSteady();
            assertThat(users.failed()).isEmpty();
        }
    }
}
