package io.spillway.it.switchover;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Event;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;
import io.spillway.registry.etcd.EtcdRegistry;
import io.spillway.registry.etcd.EtcdSettings;
import io.spillway.wire.record.Records;
import io.spillway.wire.record.StoredResource;
import org.awaitility.Awaitility;

/** Reads in an etcd itself with which generations the shift of a DrGroup is written, one after the other. */
final class WrittenShifts implements AutoCloseable {

    private final EtcdRegistry registry;
    private final Watch watch;
    private final List<Generation> generations = new CopyOnWriteArrayList<>();

    private WrittenShifts(URI etcd, Path folder, String drGroup) {
        this.registry = EtcdRegistry.open(EtcdSettings.of(List.of(etcd), null, folder.resolve("identity")),
                Clock.systemUTC(), Ticker.system(), new Random(1));
        Awaitility.await().until(() -> registry.state().connected());
        String key = RegistryKeys.shift("drgroup/" + drGroup);
        this.watch = registry.watch(key, registry.range(key).revision() + 1, new WatchListener() {
            @Override
            public void onBatch(long revision, List<Event> events) {
                events.forEach(event -> generations.add(generation(event.keyValue().value(), revision)));
            }

            @Override
            public void onCompacted(long compactRevision) {
                throw new IllegalStateException("compacted at " + compactRevision + ": something may be missed");
            }
        });
    }

    static WrittenShifts watch(URI etcd, Path folder, String drGroup) {
        return new WrittenShifts(etcd, folder, drGroup);
    }

    private static Generation generation(byte[] value, long revision) {
        if (Records.decode(value, revision) instanceof Decoded.Valid<StoredResource>(var stored)
                && stored.resource().spec() instanceof TrafficShiftSpec shift && shift.generation() != null) {
            return shift.generation();
        }
        throw new AssertionError("revision " + revision + " is no shift");
    }

    /** Returns what was written since it watches, in that order. */
    List<Generation> generations() {
        return List.copyOf(generations);
    }

    @Override
    public void close() {
        watch.close();
        registry.close();
    }
}
