package io.spillway.sync;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.sync.ingest.SourceView;
import io.spillway.sync.peer.SourceWords;
import io.spillway.wire.v1.HeldWorkload;
import io.spillway.wire.v1.SourceHolds;
import org.jspecify.annotations.Nullable;

/** What is said of the sources of a process; nothing before they run. Safe for all threads. */
final class SourceReport implements SourceWords {

    private static final int SHOWN = 100;

    private volatile @Nullable Sources running;

    /** The sources run from now on. */
    void of(Sources sources) {
        running = sources;
    }

    @Override
    public List<SourceHolds> held() {
        Sources sources = running;
        return sources == null
                ? List.of()
                : sources.views().stream().filter(view -> !view.held().isEmpty()).map(SourceReport::holds).toList();
    }

    @Override
    public void release(String source) {
        Sources sources = running;
        if (sources != null) {
            sources.release(source);
        }
    }

    private static SourceHolds holds(SourceView view) {
        Map<String, String> byName = new TreeMap<>(view.held());
        SourceHolds.Builder holds = SourceHolds.newBuilder().setSource(view.source()).setHeld(byName.size());
        byName.entrySet().stream().limit(SHOWN).forEach(each -> holds
                .addWorkloads(HeldWorkload.newBuilder().setName(each.getKey()).setReason(each.getValue())));
        return holds.build();
    }
}
