package io.spillway.it.link;

import java.util.List;

import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The other IDC is suddenly 300 ms away. */
@Tag("real")
class SlowLinkTest {

    private static final int DELAY_MILLIS = 300;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.LINKED);

    @Test
    void usersWaitAndNothingElseHappens() throws Exception {
        RunningFleet fleet = FLEET.get();
        try (TwoSides sides = TwoSides.watch(fleet)) {
            fleet.links().delay(DELAY_MILLIS);
            long slow = System.nanoTime();

            sides.letCome(180); // two leases of registry-sync
            sides.awaitCrossing();
            sides.assertNobodyFailed();
            for (String idc : List.of("idc-a", "idc-b")) {
                assertThat(sides.crossed(idc, slow)).as("users of " + idc + " who crossed").isNotEmpty()
                        .allMatch(seen -> seen.millis() >= DELAY_MILLIS, "slow")
                        .allMatch(seen -> seen.millis() < 3 * DELAY_MILLIS, "not much slower than the line");
                assertThat(sides.peer(idc).at("state").text()).isEqualTo("CONNECTED");
            }
            sides.assertImportsKept();

            fleet.links().heal();
            sides.letCome(20);
            sides.awaitCrossing();
            sides.assertNobodyFailed();
        }
    }
}
