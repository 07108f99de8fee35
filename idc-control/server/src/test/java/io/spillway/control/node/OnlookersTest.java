package io.spillway.control.node;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.control.load.Watched;
import io.spillway.control.nodes.LiveNodes;
import io.spillway.control.nodes.NodeFigures;
import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodesView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two control nodes share an IDC, and somebody looks at the overview of one of them. */
class OnlookersTest {

    private static final String ALL = Watched.key(Onlookers.all(new StateSource().get()));

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final SortedMap<String, NodeRecord> records = new TreeMap<>();
    private final Onlookers onlookers = new Onlookers(() -> Watched.NOTHING, new StateSource(), "control-1",
            () -> new NodesView(LiveNodes.of("control-1", records.keySet(), 1), records), nanos::get);

    private void says(String node, boolean looking) {
        records.put(node, new NodeRecord(node, Instant.EPOCH, "", "", NodeRecord.Progress.UNKNOWN, null, List.of(),
                new NodeFigures(0, new TreeMap<>(), new TreeMap<>(), List.of(), new TreeMap<>(), looking)));
    }

    @Test
    void nobodyLooksAndNobodyTells() {
        says("control-2", false);
        assertThat(onlookers.get()).isEqualTo(Watched.NOTHING);
    }

    @Test
    void whoLooksHereIsToldByTheOthersUntilHeHasGone() {
        onlookers.look();
        assertThat(onlookers.get().scopes()).containsOnlyKeys(ALL);
        assertThat(onlookers.get().looking()).as("the others hear of it").isTrue();
        nanos.addAndGet(Onlookers.AWAY.toNanos());
        assertThat(onlookers.get()).isEqualTo(Watched.NOTHING);
    }

    @Test
    void whoLooksElsewhereIsToldByThisNodeWhichDoesNotPassItOn() {
        says("control-1", true);
        assertThat(onlookers.get()).as("its own word of before").isEqualTo(Watched.NOTHING);
        says("control-2", true);
        assertThat(onlookers.get().scopes()).containsOnlyKeys(ALL);
        assertThat(onlookers.get().looking()).isFalse();
    }
}
