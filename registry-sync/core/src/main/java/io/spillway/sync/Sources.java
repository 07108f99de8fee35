package io.spillway.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;

import io.spillway.process.lifecycle.Lifecycle;
import io.spillway.sync.ingest.ApiSettings;
import io.spillway.sync.ingest.ApiWorkloads;
import io.spillway.sync.ingest.Ingest;
import io.spillway.sync.ingest.IngestThread;
import io.spillway.sync.ingest.SourceView;
import io.spillway.sync.metrics.SourceMetrics;
import io.spillway.sync.peer.SyncSurroundings;

/** The running sources of a process. */
final class Sources {

    private final List<Ingest> running;

    private Sources(List<Ingest> running) {
        this.running = List.copyOf(running);
    }

    /** Starts all of them, each with its thread, and adds each to {@code lifecycle}; they work where {@code leads}. */
    static Sources start(SyncConfig config, SourceMetrics metrics, SyncSurroundings time, BooleanSupplier leads,
            Lifecycle lifecycle) {
        List<Ingest> running = new ArrayList<>();
        for (Map.Entry<String, SourceConfig> entry : config.sources().entrySet()) {
            String name = entry.getKey();
            SourceConfig source = entry.getValue();
            ApiSettings api = Objects.requireNonNull(config.api(), "api, which a configuration with sources has");
            ApiWorkloads workloads = new ApiWorkloads(api, "source:" + name);
            lifecycle.add("api of source " + name, workloads);
            Ingest ingest = new Ingest(source.settings(), Objects.requireNonNull(source.source(), "a known kind"),
                    workloads, new Ingest.Surroundings(time.ticker(), time.clock(),
                            new Random(time.random().nextLong()), metrics, leads));
            metrics.watch(name, ingest::view);
            lifecycle.add("source " + name, IngestThread.start(name, ingest));
            running.add(ingest);
        }
        return new Sources(running);
    }

    /** What that source misses now may go. */
    void release(String source) {
        running.stream().filter(ingest -> ingest.view().source().equals(source)).forEach(Ingest::release);
    }

    List<SourceView> views() {
        return running.stream().map(Ingest::view).toList();
    }
}
