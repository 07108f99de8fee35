package io.spillway.it.link;

import java.time.Duration;
import java.util.List;

import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Seen;
import io.spillway.it.harness.TestFleet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The line between the IDCs takes everything and lets nothing through: no error tells anybody. */
@Tag("real")
class BlackHoleTest {

    /** What the failure table of the design promises. */
    private static final Duration LONGEST_PAIN = Duration.ofSeconds(3);

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.LINKED);

    @Test
    void hurtsForThreeSecondsAtMostAndNothingIsForgotten() throws Exception {
        RunningFleet fleet = FLEET.get();
        try (TwoSides sides = TwoSides.watch(fleet)) {
            fleet.links().swallow();
            long swallowed = System.nanoTime();

            Awaitility.await("the pain is over").atMost(Duration.ofSeconds(10))
                    .until(() -> System.nanoTime() - swallowed > LONGEST_PAIN.plusSeconds(2).toNanos());
            for (String idc : List.of("idc-a", "idc-b")) {
                assertThat(sides.users(idc).failed()).as("users of " + idc)
                        .allMatch(BlackHoleTest::inTime, "504 timeout, or 503 connect_failed of a handshake")
                        .allMatch(seen -> seen.sentNanos() - swallowed < LONGEST_PAIN.toNanos(), "in the first 3 s")
                        .allMatch(seen -> seen.millis() < LONGEST_PAIN.toMillis(), "told within 3 s");
                List<Seen> later = sides.users(idc).since(swallowed + LONGEST_PAIN.toNanos());
                assertThat(later).as("later users of " + idc).isNotEmpty().allMatch(seen -> seen.by(idc), "at home");
            }
            sides.awaitPeers("STALE");
            sides.assertImportsKept();
            assertThat(sides.silence("idc-b")).isGreaterThanOrEqualTo(RunningFleet.SYNC_LEASE.dividedBy(2));

            fleet.links().heal();
            sides.awaitPeers("CONNECTED");
            sides.awaitCrossing();
            sides.assertImportsKept();
        }
    }

    /** A request on a kept connection is not answered in time; one that needs a new one gets no handshake in time. */
    private static boolean inTime(Seen seen) {
        return (seen.status() == 504 && seen.refused().equals("timeout"))
                || (seen.status() == 503 && seen.refused().equals("connect_failed"));
    }
}
