package io.spillway.it.link;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Seen;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Workload;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Something on the line resets every connection as soon as the other side says anything. */
@Tag("real")
class ResetLinkTest {

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.LINKED);

    @Test
    void whatCanBeSavedIsSavedAndWhatIsBrokenLooksBroken() throws Exception {
        RunningFleet fleet = FLEET.get();
        try (TwoSides sides = TwoSides.watch(fleet);
                FarService far = FarService.declare(fleet, "far").awaitServed()) {
            Workload workload = far.workload();
            CompletableFuture<Seen> download = CompletableFuture.supplyAsync(() -> far.user().get("/stream"));
            int streaming = workload.requests() + 1;
            Awaitility.await().until(() -> workload.requests() >= streaming);
            workload.nextPart();
            workload.nextPart();

            fleet.links().reset();
            workload.nextPart();

            Seen broken = download.get(10, TimeUnit.SECONDS);
            assertThat(broken.status()).as("a broken answer never looks like a whole one: %s", broken).isZero();
            assertThat(broken.body()).isLessThan(Workload.STREAM_BYTES);

            int before = workload.requests();
            Seen order = far.user().send("POST", "/");
            if (order.refused().equals("connect_failed")) {
                assertThat(order.status()).isEqualTo(503);
                assertThat(workload.requests()).as("a handshake that was reset carried no POST").isEqualTo(before);
            } else {
                assertThat(order.status()).isEqualTo(502);
                assertThat(order.refused()).isEqualTo("reset");
                assertThat(workload.requests()).as("a POST that may have arrived is not sent again")
                        .isEqualTo(before + 1);
            }

            sides.awaitPeers("STALE");
            sides.letCome(60);
            sides.assertNobodyFailed();
            sides.assertImportsKept();

            fleet.links().heal();
            sides.awaitPeers("CONNECTED");
            sides.awaitCrossing();
            far.awaitServed();
            sides.assertNobodyFailed();
            sides.assertImportsKept();
        }
    }
}
