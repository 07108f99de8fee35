package io.spillway.it.switchover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.Json;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Seen;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The IDCs stop to hear each other while traffic moves between them, or while both of them move it. Requests still cross. */
@Tag("real")
class CutWhileMovingTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int PER_SECOND = 20;
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String SHIFT = "shifts/drgroup.core";

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.LINKED);

    private static String name() {
        return "parted-" + NAMES.incrementAndGet();
    }

    private static Operator operator(String idc) {
        return new Operator(FLEET.get().api(idc));
    }

    @Test
    void aStepWaitsUntilTheOtherIdcIsHeardAgain() throws Exception {
        cutOnceItIs("SHIFTING");
    }

    @Test
    @Tag("full")
    void aSoakGoesOnWithoutThem() throws Exception {
        cutOnceItIs("SOAKING");
    }

    @Test
    @Tag("full")
    void theWayBackWaitsToo() throws Exception {
        cutOnceItIs("ROLLING_BACK");
    }

    private static void cutOnceItIs(String state) throws Exception {
        RunningFleet fleet = FLEET.get();
        Operator operator = operator("idc-a");
        String id = name();
        try (Users users = Users.come(fleet.user("idc-a"), PER_SECOND)) {
            operator.plan(id, "50,100", "1s");
            operator.awaitState(id, "READY");
            operator.say(id, "start", "{}");
            if (!state.equals("ROLLING_BACK")) {
                cutAndHeal(fleet, operator, id, state);
            }
            operator.awaitState(id, "COMPLETED");
            operator.say(id, "rollback", "{}");
            if (state.equals("ROLLING_BACK")) {
                cutAndHeal(fleet, operator, id, state);
            }
            operator.awaitState(id, "ROLLED_BACK");
            assertThat(users.failed()).isEmpty();
        } finally {
            heal(fleet);
        }
    }

    private static void cutAndHeal(RunningFleet fleet, Operator operator, String id, String state) throws IOException {
        if (state.equals("SOAKING")) {
            operator.awaitState(id, state);
        }
        fleet.links().cutSync();
        String expected = state.equals("SOAKING") ? "" : "waits for idc-b";
        Awaitility.await(expected).during(Duration.ofMillis(500)).atMost(LONG).pollInterval(POLL).until(
                () -> fleet.api("idc-a").read("switchovers/" + id + "/progress").at("waitsFor").text()
                        .startsWith(expected));
        fleet.links().heal();
    }

    /** It gives up after half a minute, and says for whom it has waited; an operator lets it go on. */
    @Test
    @Tag("full")
    void whoHearsNothingOfTheOtherForLongPauses() throws Exception {
        RunningFleet fleet = FLEET.get();
        Operator operator = operator("idc-a");
        String id = name();
        try (Users users = Users.come(fleet.user("idc-a"), PER_SECOND)) {
            operator.plan(id, "100", "0s");
            operator.awaitState(id, "READY");
            fleet.links().cutSyncTo("idc-b");
            operator.say(id, "start", "{}");
            operator.awaitState(id, "PAUSED");
            assertThat(operator.status(id).at("pause", "detail").text()).contains("idc-b");
            fleet.links().heal();
            fleet.awaitPeers();
            operator.say(id, "resume", "{}");
            operator.awaitState(id, "COMPLETED");
            operator.say(id, "rollback", "{\"accept\":true}");
            operator.awaitState(id, "ROLLED_BACK");
            assertThat(users.failed()).isEmpty();
        } finally {
            heal(fleet);
        }
    }

    @Test
    void ofTwoShiftsTheHigherGenerationWinsEverywhereAndTheLoserIsShown() throws Exception {
        RunningFleet fleet = FLEET.get();
        try (Users ofA = Users.come(fleet.user("idc-a"), PER_SECOND);
                Users ofB = Users.come(fleet.user("idc-b"), PER_SECOND)) {
            level(fleet);
            fleet.links().cutSync();
            fleet.api("idc-a").write(SHIFT, shift(0, 100));
            fleet.api("idc-b").write(SHIFT, shift(100, 0));
            served(ofA, "idc-b");
            served(ofB, "idc-a");
            fleet.links().heal();
            fleet.awaitPeers();
            long heard = System.nanoTime();
            Awaitility.await("one generation").atMost(Duration.ofSeconds(1)).pollInterval(POLL).untilAsserted(
                    () -> assertThat(generation(fleet.api("idc-a"))).endsWith("/idc-b")
                            .isEqualTo(generation(fleet.api("idc-b"))));
            Json lost = fleet.api("idc-a").read(SHIFT).at("status", "lost");
            assertThat(lost.at("loser").text()).endsWith("/idc-a");
            assertThat(lost.at("winner").text()).isEqualTo(generation(fleet.api("idc-b")));
            long settled = heard + Duration.ofSeconds(1).toNanos();
            for (Users users : List.of(ofA, ofB)) {
                Awaitility.await("users come").atMost(LONG).until(() -> users.since(settled).size() > PER_SECOND);
                assertThat(users.since(settled)).as("misrouted").allMatch(seen -> seen.by("idc-a"), "by idc-a");
                assertThat(users.failed()).isEmpty();
            }
        } finally {
            heal(fleet);
            clear(fleet);
        }
    }

    @Test
    @Tag("full")
    void ofTwoSwitchOversOneGoesOnAndTheOtherPausesAndNamesIt() throws Exception {
        RunningFleet fleet = FLEET.get();
        String there = name();
        String here = name();
        Operator ann = operator("idc-a");
        Operator bob = operator("idc-b");
        try (Users ofA = Users.come(fleet.user("idc-a"), PER_SECOND);
                Users ofB = Users.come(fleet.user("idc-b"), PER_SECOND)) {
            level(fleet);
            ann.awaitMayBegin(there, "idc-a", "idc-b");
            bob.awaitMayBegin(here, "idc-b", "idc-a");
            ann.plan(there, "idc-a", "idc-b", "100", "0s");
            bob.plan(here, "idc-b", "idc-a", "100", "0s");
            ann.awaitState(there, "READY");
            bob.awaitState(here, "READY");
            fleet.links().cutSync();
            ann.say(there, "start", "{}");
            bob.say(here, "start", "{}");
            Awaitility.await("both have written").atMost(LONG).pollInterval(POLL).until(
                    () -> generation(fleet.api("idc-a")).endsWith("/idc-a")
                            && generation(fleet.api("idc-b")).endsWith("/idc-b"));
            fleet.links().heal();
            ann.awaitState(there, "PAUSED");
            assertThat(ann.status(there).at("pause", "detail").text()).contains("/idc-b");
            bob.awaitState(here, "COMPLETED");
            fleet.awaitPeers();
            Awaitility.await("one generation").atMost(LONG).pollInterval(POLL).untilAsserted(
                    () -> assertThat(generation(fleet.api("idc-a"))).isEqualTo(generation(fleet.api("idc-b"))));
            served(ofA, "idc-a");
            served(ofB, "idc-a");
            assertThat(ofA.failed()).isEmpty();
            assertThat(ofB.failed()).isEmpty();
            ann.say(there, "force-end", "{\"reason\":\"the other one moves it\"}");
            bob.say(here, "rollback", "{\"accept\":true}");
            bob.awaitState(here, "ROLLED_BACK");
        } finally {
            heal(fleet);
            clear(fleet);
        }
    }

    private static void served(Users users, String idc) {
        Awaitility.await("users are served by " + idc).atMost(LONG).pollInterval(POLL).until(() -> {
            List<Seen> late = users.since(System.nanoTime() - Duration.ofMillis(500).toNanos());
            return late.size() >= 5 && late.stream().allMatch(seen -> seen.by(idc));
        });
    }

    /** Writes a shift that both have, so that the next ones have the same number. */
    private static void level(RunningFleet fleet) throws IOException {
        fleet.awaitPeers();
        clear(fleet);
    }

    /** Lets nothing stand, and waits until both know. */
    private static void clear(RunningFleet fleet) throws IOException {
        fleet.api("idc-a").write(SHIFT, document("\"cleared\":true"));
        Awaitility.await("both have the same").atMost(LONG).pollInterval(POLL).untilAsserted(
                () -> assertThat(generation(fleet.api("idc-b"))).isEqualTo(generation(fleet.api("idc-a"))));
    }

    private static void heal(RunningFleet fleet) throws IOException {
        fleet.links().heal();
        fleet.awaitPeers();
    }

    private static String generation(Api api) throws IOException {
        Json generation = api.read(SHIFT).at("status", "generation");
        return generation.at("counter").text() + "/" + generation.at("idc").text();
    }

    private static String shift(int toA, int toB) {
        return document("\"weights\":{\"idc-a\":%d,\"idc-b\":%d}".formatted(toA, toB));
    }

    private static String document(String fields) {
        return """
                {"apiVersion":"spillway.io/v1","kind":"TrafficShift","metadata":{"name":"drgroup.core"},\
                "spec":{"scope":{"drGroup":"core"},"reason":"test",%s}}""".formatted(fields);
    }
}
