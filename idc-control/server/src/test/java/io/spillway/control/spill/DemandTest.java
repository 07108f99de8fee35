package io.spillway.control.spill;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.load.Heard;
import io.spillway.control.nodes.LiveNodes;
import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodeRecord.Load;
import io.spillway.control.nodes.NodesView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What all gateways of an IDC ask for, of which each control node hears a part. */
class DemandTest {

    private static NodesView nodes(Map<String, @Nullable Load> said) {
        TreeMap<String, NodeRecord> records = new TreeMap<>();
        said.forEach((name, load) -> records.put(name,
                new NodeRecord(name, Instant.EPOCH, "", NodeRecord.Progress.UNKNOWN, load)));
        return new NodesView(LiveNodes.of("one", records.keySet(), 1), records);
    }

    private static Load load(int gateways, int reporters, long orders) {
        return new Load(gateways, reporters, 0, 0, new TreeMap<>(Map.of("orders/default", orders)));
    }

    @Test
    void halvesAddUp() {
        Demand sum = Demand.sum(nodes(Map.of("one", load(3, 2, 200), "two", load(1, 2, 300))));
        assertThat(sum.known()).isTrue();
        assertThat(sum.of("orders", "default")).isEqualTo(500);
        assertThat(sum.of("inventory", "default")).isZero();
    }

    @Test
    void theFewThatDoNotReportAreTakenForAsBusyAsTheOthers() {
        assertThat(Demand.sum(nodes(Map.of("one", load(10, 8, 800)))).of("orders", "default")).isEqualTo(1000);
    }

    @Test
    void withoutTheMostOfThemNothingIsKnown() {
        assertThat(Demand.sum(nodes(Map.of("one", load(10, 7, 700)))).unknown())
                .isEqualTo("7 of 10 gateways report load");
        assertThat(Demand.sum(nodes(Map.of("one", load(0, 0, 0)))).unknown())
                .isEqualTo("0 of 0 gateways report load");
    }

    @Test
    void thoseThatReportToNobodyAreCountedOverAllNodes() {
        // Data planes may report where they are no clients.
        Load one = new Load(3, 1, 2, 0, new TreeMap<>(Map.of("orders/default", 100L)));
        Load two = new Load(1, 3, 1, 1, new TreeMap<>(Map.of("orders/default", 300L)));
        assertThat(Demand.sum(nodes(Map.of("one", one, "two", two))).silent()).isEqualTo(2);
        assertThat(Demand.sum(nodes(Map.of("one", one, "two", two))).of("orders", "default")).isEqualTo(400);
        assertThat(Demand.worthSaying(one, new Load(3, 1, 2, 1, one.demand()))).isTrue();
    }

    @Test
    void aNodeThatDoesNotSayMakesTheSumUnknown() {
        Map<String, @Nullable Load> said = new TreeMap<>();
        said.put("one", load(2, 2, 100));
        said.put("two", null);
        assertThat(Demand.sum(nodes(said)).unknown()).isEqualTo("control node two does not say its load");
    }

    @Test
    void whatOtherIdcsSendHereIsTheirs() {
        Heard heard = new Heard(Map.of("orders/default", 100.2, "orders/default!idc-a", 50.0, "orders/default!idc-b",
                7.0, "orders/default@local", 900.0, "inventory/default", 3.0), 2, 1);
        assertThat(Demand.own("idc-a", heard, 4, 3, "orders"::equals)).isEqualTo(
                new Load(4, 2, 3, 1, new TreeMap<>(Map.of("orders/default", 151L, "orders/default!idc-b", 7L))));
    }

    @Test
    void onlyWhatMattersIsWritten() {
        assertThat(Demand.worthSaying(null, load(1, 1, 0))).isTrue();
        assertThat(Demand.worthSaying(load(1, 1, 1000), load(1, 1, 1020))).isFalse();
        assertThat(Demand.worthSaying(load(1, 1, 1000), load(1, 1, 1021))).isTrue();
        assertThat(Demand.worthSaying(load(1, 1, 1), load(1, 1, 2))).isFalse();
        assertThat(Demand.worthSaying(load(1, 1, 1000), load(1, 2, 1000))).isTrue();
    }

    @Test
    void whatIsMissingIsWaitedForAndWhatFallsIsBelievedLater() {
        long second = Duration.ofSeconds(1).toNanos();
        Patience patience = new Patience(10 * second);
        assertThat(patience.lost(false, 0)).isFalse();
        assertThat(patience.lost(false, 10 * second)).isFalse();
        assertThat(patience.lost(false, 11 * second)).isTrue();
        assertThat(patience.lost(true, 12 * second)).isFalse();
        assertThat(patience.lost(false, 13 * second)).isFalse();

        assertThat(patience.settled(4, 0)).as("has just begun").isFalse();
        assertThat(patience.settled(4, 11 * second)).isTrue();
        assertThat(patience.settled(2, 12 * second)).as("two are gone").isFalse();
        assertThat(patience.settled(3, 15 * second)).as("one is back").isFalse();
        assertThat(patience.settled(4, 16 * second)).isTrue();
        assertThat(patience.settled(2, 17 * second)).isFalse();
        assertThat(patience.settled(2, 28 * second)).as("they stay away").isTrue();
    }
}
