package io.spillway.it.link;

import java.util.List;

import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Seen;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Workload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Every connection between the IDCs gets 10 KB per second. */
@Tag("real")
class NarrowLinkTest {

    private static final int KIB_PER_SECOND = 10;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.LINKED);

    @Test
    void largeAnswersTakeTheirTimeAndNewsStillArrives() throws Exception {
        RunningFleet fleet = FLEET.get();
        try (TwoSides sides = TwoSides.watch(fleet)) {
            fleet.links().narrow(KIB_PER_SECOND);
            long narrow = System.nanoTime();

            try (FarService far = FarService.declare(fleet, "news").awaitServed()) {
                assertThat(fleet.api("idc-a").names("imports")).contains("news.idc-b", "orders.idc-b");
                Seen large = far.user().get("/stream?all");
                assertThat(large.ok()).as("a large answer: %s", large).isTrue();
                assertThat(large.body()).isEqualTo(Workload.STREAM_BYTES);
                assertThat(large.millis()).as("takes its time").isGreaterThan(2000);
            }
            sides.letCome(60);
            sides.awaitCrossing();
            sides.assertNobodyFailed();
            for (String idc : List.of("idc-a", "idc-b")) {
                assertThat(sides.crossed(idc, narrow)).as("users of " + idc + " who crossed").isNotEmpty();
                assertThat(sides.peer(idc).at("state").text()).isEqualTo("CONNECTED");
            }
            sides.assertImportsKept();

            fleet.links().heal();
            sides.awaitPeers("CONNECTED");
            sides.assertNobodyFailed();
        }
    }
}
