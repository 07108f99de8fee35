package io.spillway.it.link;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.spillway.it.harness.Json;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Seen;
import io.spillway.it.harness.Shift;
import io.spillway.it.harness.Users;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the users of both IDCs see and what both control planes say while the line between them is bad. Half of the
 * traffic of {@code orders} crosses, in both directions.
 */
final class TwoSides implements AutoCloseable {

    private static final int PER_SECOND = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final List<String> IDCS = List.of("idc-a", "idc-b");

    private final RunningFleet fleet;
    private final Shift shift;
    private final List<Users> users;

    private TwoSides(RunningFleet fleet, Shift shift) {
        this.fleet = fleet;
        this.shift = shift;
        this.users = IDCS.stream().map(idc -> Users.come(fleet.user(idc), PER_SECOND)).toList();
    }

    static TwoSides watch(RunningFleet fleet) throws IOException {
        TwoSides sides = new TwoSides(fleet, Shift.of(fleet.api("idc-a"), "orders", 50, 50).awaitDelivered());
        sides.awaitCrossing();
        return sides;
    }

    /** Waits until users of both IDCs are served on the other side. */
    void awaitCrossing() {
        long now = System.nanoTime();
        for (String idc : IDCS) {
            Awaitility.await("users of " + idc + " cross").atMost(PATIENCE).pollInterval(POLL)
                    .until(() -> users(idc).since(now).stream().filter(seen -> seen.by(other(idc))).count() >= 3);
        }
    }

    /** Waits until both control planes say this of their peer. */
    void awaitPeers(String state) {
        for (String idc : IDCS) {
            Awaitility.await(idc + " says " + state).atMost(RunningFleet.SYNC_LEASE.multipliedBy(3)).pollInterval(POLL)
                    .until(() -> peer(idc).at("state").text().equals(state));
        }
    }

    /** Waits until both control planes say this of the gateways that reach their peer, and of those that do not. */
    void awaitPaths(boolean reached) {
        for (String idc : IDCS) {
            Awaitility.await(idc + (reached ? " reaches" : " does not reach") + " its peer").atMost(PATIENCE)
                    .pollInterval(POLL).until(() -> {
                        Json path = peer(idc).at("path");
                        return path.at(reached ? "usable" : "lost").number() > 0
                                && path.at(reached ? "lost" : "usable").number() == 0;
                    });
        }
    }

    /** Checks that what the peers declared is still there, on both sides, in status and in the registry. */
    void assertImportsKept() throws IOException {
        for (String idc : IDCS) {
            assertThat(fleet.api(idc).names("imports")).as("imports of " + idc).contains("orders." + other(idc));
            assertThat(peer(idc).at("imports").number()).as("imports in the status of " + idc).isPositive();
        }
    }

    /** Returns for how long an IDC has not heard from its peer. */
    Duration silence(String idc) throws IOException {
        return Duration.ofMillis(System.currentTimeMillis() - peer(idc).at("lastMessageUnixMillis").number());
    }

    /** Returns what a control plane says of its peer. */
    Json peer(String idc) throws IOException {
        return fleet.api(idc).peer(other(idc));
    }

    /** Returns what the users of an IDC saw. */
    Users users(String idc) {
        return users.get(IDCS.indexOf(idc));
    }

    /** Waits until so many users of each IDC have come and gone from now on; returns what those of one IDC saw. */
    void letCome(int each) {
        long now = System.nanoTime();
        Awaitility.await("users come").atMost(PATIENCE).pollInterval(POLL)
                .until(() -> users.stream().allMatch(side -> side.since(now).size() >= each));
    }

    /** Checks that no user failed, ever. */
    void assertNobodyFailed() {
        for (String idc : IDCS) {
            assertThat(users(idc).failed()).as("users of " + idc).isEmpty();
        }
    }

    /** Checks that from then on everybody was served by his own IDC. */
    void assertServedAtHome(long since) {
        for (String idc : IDCS) {
            assertThat(users(idc).since(since)).as("users of " + idc).isNotEmpty()
                    .allMatch(seen -> seen.by(idc), "at home");
        }
    }

    /** Returns what the users of an IDC saw of the other one from then on. */
    List<Seen> crossed(String idc, long since) {
        return users(idc).since(since).stream().filter(seen -> seen.by(other(idc))).toList();
    }

    @Override
    public void close() throws IOException {
        users.forEach(Users::close);
        fleet.links().heal();
        shift.close();
        fleet.awaitSteady();
    }

    private static String other(String idc) {
        return idc.equals("idc-a") ? "idc-b" : "idc-a";
    }
}
