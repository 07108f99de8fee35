package io.spillway.it.switchover;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.spillway.control.nodes.LiveNodes;
import io.spillway.it.harness.Api;
import io.spillway.it.harness.EtcdLine;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import io.spillway.it.harness.Users;
import io.spillway.it.switchover.Operator.Transition;
import io.spillway.model.resource.Generation;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The control node that carries a switch-over out is killed just before, or just after, etcd took one of its transitions, and
 * knows nothing of what became of it. One that nobody disturbs says which transitions there are. Whichever it is: the other
 * node goes on, the traffic moves and comes back, nothing happens twice, and no user sees anything of it.
 */
@Tag("real")
class CrashedCoordinatorTest {

    private static final String DOOMED = "idc-a/idc-control-2";
    private static final String NAME = "control-2";
    private static final List<String> NAMES = List.of("control-1", NAME);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int PER_SECOND = 20;

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PAIRED);

    private static int stories;

    @TempDir
    Path folder;

    /** When the node is killed: at the write of the transition with that sequence number. */
    private record Crash(Transition at, EtcdLine.Fate fate) {

        @Override
        public String toString() {
            return (fate == EtcdLine.Fate.LOST ? "before " : "after ") + at.sequence() + " " + at.event() + " -> "
                    + at.to();
        }
    }

    /** The first step is not written, is written, and the end of the way back is written. */
    @TestFactory
    Stream<DynamicTest> atSomeTransitions() throws Exception {
        List<Transition> undisturbed = story(null);
        Transition pushed = undisturbed.stream().filter(each -> each.event().equals("pushed")).findFirst()
                .orElseThrow();
        return Stream.of(new Crash(pushed, EtcdLine.Fate.LOST), new Crash(pushed, EtcdLine.Fate.TAKEN),
                new Crash(undisturbed.getLast(), EtcdLine.Fate.LOST)).map(this::test);
    }

    @TestFactory
    @Tag("full")
    Stream<DynamicTest> atEveryTransition() throws Exception {
        return story(null).stream().flatMap(
                each -> Stream.of(EtcdLine.Fate.values()).map(fate -> new Crash(each, fate))).map(this::test);
    }

    private DynamicTest test(Crash crash) {
        return DynamicTest.dynamicTest(crash.toString(), () -> story(crash));
    }

    /** Moves the traffic and takes it back; returns the transitions. */
    private List<Transition> story(@Nullable Crash crash) throws Exception {
        RunningFleet fleet = FLEET.get();
        bothLive(fleet);
        String id = nameOwnedByTheDoomed();
        Operator operator = new Operator(fleet.apiOf(DOOMED), fleet.api("idc-a"));
        URI etcd = URI.create("http://" + fleet.process("idc-a/etcd").plan().ready().getAuthority());
        try (WrittenShifts shifts = WrittenShifts.watch(etcd, Files.createDirectory(folder.resolve(id)), "core");
                Users ofA = Users.come(fleet.user("idc-a"), PER_SECOND);
                Users ofB = Users.come(fleet.user("idc-b"), PER_SECOND)) {
            operator.awaitMayBegin(id, "idc-a", "idc-b");
            FutureTask<Boolean> killer = crash == null ? null : strike(fleet, operator, id, crash);
            operator.plan(id, "50,100", "0s");
            operator.awaitState(id, "READY");
            operator.say(id, "start", "{}");
            operator.awaitState(id, "COMPLETED");
            long moved = System.nanoTime();
            served(ofA, moved, "idc-b");
            operator.say(id, "rollback", "{\"reason\":\"it works again\"}");
            operator.awaitState(id, "ROLLED_BACK");
            served(ofA, System.nanoTime(), "idc-a");
            if (killer != null) {
                assertThat(killer.get(LONG.toSeconds(), TimeUnit.SECONDS)).as("the coordinator was killed").isTrue();
            }
            assertThat(ofA.failed()).as("users of idc-a").isEmpty();
            assertThat(ofB.failed()).as("users of idc-b").isEmpty();
            assertThat(ofB.all()).as("users of idc-b").allMatch(seen -> seen.by("idc-b"));
            return told(operator, id, shifts);
        } finally {
            fleet.line().heal();
        }
    }

    /** Nothing happened twice. */
    private static List<Transition> told(Operator operator, String id, WrittenShifts shifts) throws IOException {
        List<Transition> history = operator.history(id);
        assertThat(history).extracting(Transition::sequence)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, history.size()).boxed().toList());
        assertThat(operator.audit(id)).as("the audit of %s", history)
                .containsExactlyElementsOf(history.stream().map(Transition::to).toList());
        long pushes = history.stream().filter(each -> each.event().equals("pushed")).count();
        Awaitility.await("shifts are seen").untilAsserted(() -> assertThat(shifts.generations()).hasSize((int) pushes));
        List<Generation> written = shifts.generations();
        assertThat(new TreeSet<>(written)).as("each written once, in rising order")
                .containsExactlyElementsOf(written);
        return history;
    }

    /** Kills the node when its line has fallen silent; what etcd has is then what the crash says. */
    private static FutureTask<Boolean> strike(RunningFleet fleet, Operator operator, String id, Crash crash) {
        fleet.line().strike(List.of(octets("resources/switchovers/" + id), octets("idc-a/" + NAME),
                transition(crash.at().sequence())), crash.fate());
        FutureTask<Boolean> killer = new FutureTask<>(() -> {
            if (!fleet.line().awaitSilence(LONG.toMillis())) {
                return false;
            }
            if (crash.fate() == EtcdLine.Fate.TAKEN) {
                Awaitility.await("etcd has it").atMost(Duration.ofSeconds(20)).pollInterval(POLL)
                        .until(() -> has(operator, id) == crash.at().sequence());
            }
            fleet.kill(DOOMED);
            if (crash.fate() == EtcdLine.Fate.LOST) {
                assertThat(has(operator, id)).as("what etcd has").isEqualTo(crash.at().sequence() - 1);
            }
            return true;
        });
        Thread.ofVirtual().start(killer);
        return killer;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns what a record has in it from the transition with that number on: the entry of a protobuf Struct, a key and a
     * double. A node may try to write a transition twice, so they cannot be counted.
     */
    private static byte[] transition(long sequence) {
        byte[] key = octets("sequence");
        return ByteBuffer.allocate(key.length + 13).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x0a)
                .put((byte) key.length).put(key).put((byte) 0x12).put((byte) 9).put((byte) 0x11)
                .putDouble((double) sequence)
                .array();
    }

    /** Returns how many transitions etcd has, as the other node sees. */
    private static long has(Operator operator, String id) throws IOException {
        return operator.history(id).size();
    }

    /** From then on every user was served there, for a while. */
    private static void served(Users users, long since, String idc) {
        Awaitility.await("users are served by " + idc).atMost(LONG).pollInterval(POLL)
                .until(() -> users.since(since).size() >= PER_SECOND);
        assertThat(users.since(since)).allMatch(seen -> seen.by(idc), "by " + idc);
    }

    private static void bothLive(RunningFleet fleet) throws InterruptedException {
        fleet.line().heal();
        fleet.start(DOOMED);
        Api first = fleet.api("idc-a");
        Awaitility.await("both nodes live").atMost(LONG).pollInterval(POLL)
                .untilAsserted(() -> assertThat(first.read("status").at("nodes").items())
                        .extracting(node -> node.at("node").text()).containsExactlyElementsOf(NAMES));
    }

    private static String nameOwnedByTheDoomed() {
        LiveNodes nodes = LiveNodes.of(NAME, Set.copyOf(NAMES), 1);
        List<String> tried = new ArrayList<>();
        while (true) {
            String id = "crash-" + ++stories + "-over";
            if (nodes.owns("switchovers/" + id)) {
                return id;
            }
            tried.add(id);
            assertThat(tried).hasSizeLessThan(1000);
        }
    }
}
