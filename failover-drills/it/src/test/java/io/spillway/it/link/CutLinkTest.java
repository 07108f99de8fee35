package io.spillway.it.link;

import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The line between the IDCs is cut: everything on it breaks, new connections are refused. */
@Tag("real")
class CutLinkTest {

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.LINKED);

    @Test
    void nobodyFailsAndNothingIsForgotten() throws Exception {
        RunningFleet fleet = FLEET.get();
        try (TwoSides sides = TwoSides.watch(fleet)) {
            fleet.links().cut();
            long cut = System.nanoTime();

            sides.awaitPeers("STALE");
            sides.letCome(60);
            sides.assertServedAtHome(cut);
            sides.assertImportsKept();
            assertThat(sides.silence("idc-a")).isGreaterThanOrEqualTo(RunningFleet.SYNC_LEASE.dividedBy(2));
            assertThat(sides.peer("idc-a").at("lastError").text()).isNotEqualTo("null");
            assertThat(sides.peer("idc-a").at("state").text()).isEqualTo("STALE");
            assertThat(sides.peer("idc-b").at("state").text()).isEqualTo("STALE");

            fleet.links().heal();
            sides.awaitPeers("CONNECTED");
            sides.awaitCrossing();
            sides.assertImportsKept();
            sides.assertNobodyFailed();
            assertThat(sides.silence("idc-a")).isLessThan(RunningFleet.SYNC_LEASE);
        }
    }
}
