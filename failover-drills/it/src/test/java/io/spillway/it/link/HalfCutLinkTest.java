package io.spillway.it.link;

import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Of the two things that go over the line between the IDCs one breaks, and the other is not blamed for it. */
@Tag("real")
class HalfCutLinkTest {

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.LINKED);

    @Test
    void theIdcsDoNotHearEachOtherAndRequestsStillCross() throws Exception {
        RunningFleet fleet = FLEET.get();
        try (TwoSides sides = TwoSides.watch(fleet)) {
            sides.awaitPaths(true);
            fleet.links().cutSync();

            sides.awaitPeers("STALE");
            sides.awaitCrossing();
            sides.awaitPaths(true);
            assertThat(sides.peer("idc-a").at("link").at("connected").text()).isEqualTo("false");
            assertThat(sides.peer("idc-a").at("service").at("healthy").number()).isPositive();
            sides.assertImportsKept();
            sides.assertNobodyFailed();
        }
    }

    @Test
    void noRequestCrossesAndTheIdcsStillHearEachOther() throws Exception {
        RunningFleet fleet = FLEET.get();
        try (TwoSides sides = TwoSides.watch(fleet)) {
            sides.awaitPaths(true);
            fleet.links().cutCrossings();

            sides.awaitPaths(false);
            long lost = System.nanoTime();
            sides.letCome(60);
            sides.assertServedAtHome(lost);
            for (String idc : new String[]{"idc-a", "idc-b"}) {
                assertThat(sides.peer(idc).at("state").text()).as(idc).isEqualTo("CONNECTED");
                assertThat(sides.peer(idc).at("link").at("connected").text()).as(idc).isEqualTo("true");
                assertThat(sides.peer(idc).at("service").at("healthy").number()).as(idc).isPositive();
            }

            fleet.links().heal();
            sides.awaitPaths(true);
            sides.awaitCrossing();
            sides.assertNobodyFailed();
        }
    }
}
