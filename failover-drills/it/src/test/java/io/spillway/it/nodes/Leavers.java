package io.spillway.it.nodes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.spillway.model.resource.Kind;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Event;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;
import io.spillway.registry.etcd.EtcdRegistry;
import io.spillway.registry.etcd.EtcdSettings;
import org.awaitility.Awaitility;

/** Reads in the etcd itself what happens to the workloads with a prefix: {@code P} for each write, {@code D} for a deletion. */
final class Leavers implements AutoCloseable {

    private final EtcdRegistry registry;
    private final Watch watch;
    private final Map<String, String> histories = new ConcurrentHashMap<>();

    Leavers(URI etcd, Path folder, String prefix) {
        this.registry = EtcdRegistry.open(EtcdSettings.of(List.of(etcd), null, folder.resolve("identity")),
                Clock.systemUTC(), Ticker.system(), new Random(1));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> registry.state().connected());
        String workloads = RegistryKeys.resource(Kind.WORKLOAD_ENTRY.plural(), prefix);
        this.watch = registry.watch(workloads, registry.range(workloads).revision() + 1, new WatchListener() {
            @Override
            public void onBatch(long revision, List<Event> events) {
                events.forEach(event -> histories.merge(event.key().substring(event.key().lastIndexOf('/') + 1),
                        event.type() == Event.Type.PUT ? "P" : "D", String::concat));
            }

            @Override
            public void onCompacted(long compactRevision) {
                histories.put("compacted", Long.toString(compactRevision));
            }
        });
    }

    Map<String, String> histories() {
        return Map.copyOf(histories);
    }

    /** Returns what it should be: each came up, drained, and was deleted once. */
    static Map<String, String> once(String prefix, int count) {
        Map<String, String> all = new ConcurrentHashMap<>();
        IntStream.range(0, count).forEach(i -> all.put(prefix + i, "PPD"));
        return all;
    }

    @Override
    public void close() {
        watch.close();
        registry.close();
    }
}
