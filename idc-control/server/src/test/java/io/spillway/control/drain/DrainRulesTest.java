package io.spillway.control.drain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.spillway.control.drain.DrainRules.Missing;
import io.spillway.control.drain.DrainRules.Reason;
import io.spillway.control.drain.DrainRules.Verdict;
import io.spillway.control.nodes.LiveNodes;
import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodeRecord.Progress;
import io.spillway.control.nodes.NodesView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who releases what, when, and what nodes tell each other for that. */
class DrainRulesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final long SOON = Duration.ofSeconds(1).toNanos();
    private static final long LATE = DEADLINE.toNanos();

    /** Names of workloads of which {@code a} is the owner when a and b live, and those of b. */
    private static final String OF_A = owned("a");
    private static final String OF_B = owned("b");

    private static String owned(String node) {
        return IntStream.range(0, 1000).mapToObj(i -> "orders-" + i)
                .filter(name -> LiveNodes.of(node, List.of("a", "b"), 1).owns(drain(name, 1).key())).findFirst()
                .orElseThrow();
    }

    private static Drain drain(String workload, long revision) {
        return new Drain(workload, revision, Set.of("orders/default"), Instant.EPOCH, 0);
    }

    private static Drain.Known known(String workload, long revision, String... behind) {
        return new Drain.Known(drain(workload, revision), behind.length == 0, List.of(behind));
    }

    private static NodesView view(String self, Map<String, Progress> said) {
        Map<String, NodeRecord> records = new TreeMap<>();
        said.forEach((node, progress) -> records.put(node, new NodeRecord(node, Instant.EPOCH, "", progress)));
        return new NodesView(LiveNodes.of(self, records.keySet(), 1), new TreeMap<>(records));
    }

    private static Progress upTo(long revision, String... behind) {
        return new Progress(revision, List.of(behind));
    }

    private static Verdict judge(Drain.Known known, NodesView nodes, long now) {
        return DrainRules.judge(known, nodes, now, DEADLINE);
    }

    private static Progress progress(List<Drain.Known> drains, Progress said, NodesView nodes, long now) {
        return DrainRules.progress(drains, said, nodes, now, DEADLINE);
    }

    @Test
    void aNodeAloneReleasesWhatItsClientsAckedAndTellsNobody() {
        NodesView alone = view("a", Map.of("a", Progress.UNKNOWN));
        assertThat(judge(known("x", 5), alone, SOON))
                .isEqualTo(new Verdict.Release(Reason.ACKED, new Missing(List.of(), List.of())));
        assertThat(judge(known("x", 5, "gw-1"), alone, SOON))
                .isEqualTo(new Verdict.Wait(new Missing(List.of("a"), List.of("gw-1"))));
        assertThat(progress(List.of(known("x", 5)), Progress.UNKNOWN, alone, SOON)).isEqualTo(Progress.UNKNOWN);
    }

    @Test
    void theOwnerWaitsForEveryLiveNode() {
        Drain.Known drain = known(OF_A, 5);
        assertThat(judge(drain, view("a", Map.of("a", upTo(0), "b", upTo(4, "gw-2"))), SOON))
                .isEqualTo(new Verdict.Wait(new Missing(List.of("b"), List.of("gw-2"))));
        assertThat(judge(drain, view("a", Map.of("a", upTo(0), "b", upTo(5))), SOON))
                .isInstanceOf(Verdict.Release.class);
        assertThat(judge(known(OF_A, 5, "gw-1"), view("a", Map.of("a", upTo(9), "b", upTo(5))), SOON))
                .as("what is said of oneself does not count").isInstanceOf(Verdict.Wait.class);
    }

    @Test
    void whoIsNotTheOwnerLeavesItToTheOwnerUntilThatIsGone() {
        Drain.Known drain = known(OF_B, 5);
        assertThat(judge(drain, view("a", Map.of("a", upTo(5), "b", upTo(5))), SOON))
                .isEqualTo(new Verdict.LeaveTo("b", new Missing(List.of(), List.of())));
        assertThat(judge(drain, view("a", Map.of("a", upTo(5), "b", upTo(0))), SOON))
                .as("an owner says nothing of its own").isEqualTo(new Verdict.LeaveTo("b",
                        new Missing(List.of(), List.of())));
        assertThat(judge(drain, view("a", Map.of("a", upTo(5))), SOON)).isInstanceOf(Verdict.Release.class);
    }

    @Test
    void theDeadlineReleasesAndSaysWhoIsMissing() {
        assertThat(judge(known(OF_A, 5, "gw-1"), view("a", Map.of("a", upTo(0), "b", upTo(4, "gw-2"))), LATE))
                .isEqualTo(new Verdict.Release(Reason.DEADLINE,
                        new Missing(List.of("a", "b"), List.of("gw-1", "gw-2"))));
    }

    @Test
    void nobodyReleasesBeforeItIsOneOfTheLiveNodes() {
        assertThat(judge(known("x", 5), NodesView.none("a"), LATE)).isInstanceOf(Verdict.Wait.class);
    }

    @Test
    void onlyWhatLetsAnotherNodeGoOnIsTold() {
        NodesView both = view("a", Map.of("a", Progress.UNKNOWN, "b", Progress.UNKNOWN));
        assertThat(progress(List.of(known(OF_A, 5)), upTo(0), both, SOON)).as("own").isEqualTo(upTo(0));
        assertThat(progress(List.of(known(OF_B, 5)), upTo(0), both, SOON)).as("theirs").isEqualTo(upTo(5));
        assertThat(progress(List.of(known(OF_B, 5)), upTo(5), both, SOON)).as("told").isEqualTo(upTo(5));
        assertThat(progress(List.of(known(OF_B, 5, "gw-1")), upTo(0), both, SOON)).as("not yet").isEqualTo(upTo(0));
        assertThat(progress(List.of(known(OF_B, 5), known(OF_A, 3, "gw-1")), upTo(0), both, SOON))
                .as("an older one is behind").isEqualTo(upTo(0));
        assertThat(progress(List.of(known(OF_B, 5, "gw-1")), upTo(5), both, SOON)).as("taken back")
                .isEqualTo(upTo(4));
        assertThat(progress(List.of(), upTo(5), both, SOON)).as("nothing drains").isEqualTo(upTo(5));
    }

    @Test
    void clientsAreNamedOnceHalfOfTheTimeIsOverAndUntilItIsDone() {
        NodesView both = view("a", Map.of("a", Progress.UNKNOWN, "b", Progress.UNKNOWN));
        String[] many = IntStream.range(0, 20).mapToObj(i -> "gw-" + (10 + i)).toArray(String[]::new);
        Progress named = progress(List.of(known(OF_B, 5, many)), upTo(0), both, LATE / 2);
        assertThat(named.behind()).hasSize(DrainRules.NAMED).startsWith("gw-10");
        assertThat(progress(List.of(known(OF_B, 5, many)), named, both, LATE / 2)).isEqualTo(named);
        assertThat(progress(List.of(), named, both, LATE).behind()).isEmpty();
    }

    @Test
    void noMoreIsToldThanTheNewestDrainThatIsKnown() {
        NodesView both = view("a", Map.of("a", Progress.UNKNOWN, "b", Progress.UNKNOWN));
        assertThat(progress(List.of(known(OF_B, 5), known(OF_B + "x", 7)), upTo(0), both, SOON).revision())
                .isEqualTo(7);
    }
}
