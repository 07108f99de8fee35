package io.spillway.registry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RegistryStartException;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The disk: current values, history, leases and the registry's own facts in one MVStore file, beside the
 * {@link RevisionMark}. Everything is read once when it opens, so that a damaged page is found then and not later.
 * Guarded by the registry's lock. A write returns when it is on the disk.
 */
final class DurableStore implements AutoCloseable {

    private static final String REVISION = "revision";
    private static final String COMPACTED = "compacted";
    private static final String CLUSTER = "cluster";
    private static final int HOUSEKEEPING_EVERY = 1_000;

    private final MVStore store;
    private final RevisionMark mark;
    private final MVMap<String, byte[]> current;
    private final MVMap<Long, byte[]> history;
    private final MVMap<Long, Long> leases;
    private final MVMap<String, Long> facts;
    private int writes;

    private DurableStore(MVStore store, RevisionMark mark) {
        this.store = store;
        this.mark = mark;
        this.current = store.openMap("current");
        this.history = store.openMap("history");
        this.leases = store.openMap("leases");
        this.facts = store.openMap("facts");
    }

    /** Opens or creates the files in {@code directory}; throws {@link RegistryStartException} when they are damaged. */
    static DurableStore open(Path directory, long newClusterId) {
        Path file = directory.resolve("registry.mv");
        RevisionMark mark = null;
        try {
            mark = RevisionMark.open(directory.resolve("registry.mark"));
            long acknowledged = mark.read();
            if (acknowledged > 0 && (!Files.exists(file) || Files.size(file) == 0)) {
                throw new IOException("it is missing or empty, but revision " + acknowledged + " was acknowledged");
            }
            DurableStore store = new DurableStore(new MVStore.Builder().fileName(file.toAbsolutePath().toString())
                    .autoCommitDisabled().backgroundExceptionHandler((thread, error) -> {
                        throw new IllegalStateException("the store has no background thread", error);
                    }).open(), mark);
            store.check(acknowledged);
            store.begin(newClusterId);
            return store;
        } catch (IOException | MVStoreException e) {
            closeQuietly(mark);
            throw damaged(file, e);
        }
    }

    long revision() {
        return facts.getOrDefault(REVISION, 1L);
    }

    long compacted() {
        return facts.getOrDefault(COMPACTED, 0L);
    }

    long clusterId() {
        return facts.getOrDefault(CLUSTER, 0L);
    }

    /** Every current value, by key. */
    NavigableMap<String, KeyValue> loadCurrent() {
        TreeMap<String, KeyValue> values = new TreeMap<>();
        for (Map.Entry<String, byte[]> entry : current.entrySet()) {
            values.put(entry.getKey(), decode(entry.getValue()));
        }
        return values;
    }

    void loadHistory(Consumer<Batch> to) {
        for (Map.Entry<Long, byte[]> entry : history.entrySet()) {
            to.accept(decode(entry.getKey(), entry.getValue()));
        }
    }

    /** Every lease with its time to live in milliseconds. */
    Map<Long, Long> loadLeases() {
        return new TreeMap<>(leases);
    }

    /** Writes one revision and gives up history up to {@code compacted}. */
    void append(Batch batch, long compacted) throws IOException {
        for (Event event : batch.events()) {
            switch (event.type()) {
                case PUT -> current.put(event.key(), BatchCodec.encode(event.keyValue()));
                case DELETE -> current.remove(event.key());
            }
        }
        history.put(batch.revision(), BatchCodec.encode(batch));
        facts.put(REVISION, batch.revision());
        dropHistory(compacted);
        flush();
        mark.write(batch.revision());
    }

    void compact(long revision) {
        dropHistory(revision);
        flush();
    }

    void putLease(long id, long ttlMillis) {
        leases.put(id, ttlMillis);
        flush();
    }

    void removeLease(long id) {
        leases.remove(id);
        flush();
    }

    @Override
    public void close() {
        closeQuietly(mark);
        store.close(200); // milliseconds for giving space back
    }

    private void begin(long newClusterId) throws IOException {
        if (facts.putIfAbsent(CLUSTER, newClusterId) == null) {
            facts.put(REVISION, 1L);
            flush();
            mark.write(1);
        }
    }

    private void check(long acknowledged) throws IOException {
        if (acknowledged > 0 && (clusterId() == 0 || revision() < acknowledged)) {
            store.closeImmediately();
            throw new IOException("its newest intact revision is " + (clusterId() == 0 ? 0 : revision())
                    + ", but revision " + acknowledged + " was acknowledged");
        }
        try {
            loadCurrent();
            loadHistory(batch -> {});
            loadLeases();
        } catch (RuntimeException e) { // a damaged page shows itself in many ways
            store.closeImmediately();
            throw new IOException(e);
        }
    }

    private void dropHistory(long upTo) {
        if (upTo <= compacted()) {
            return;
        }
        facts.put(COMPACTED, upTo);
        Long oldest = history.firstKey();
        while (oldest != null && oldest <= upTo) {
            history.remove(oldest);
            oldest = history.firstKey();
        }
    }

    private void flush() {
        store.commit();
        store.sync();
        if (++writes % HOUSEKEEPING_EVERY == 0) {
            store.compact(50, 4 << 20); // rewrites sparse chunks, else the file only grows
        }
    }

    private static KeyValue decode(byte[] bytes) {
        try {
            return BatchCodec.decodeKeyValue(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("a value cannot be decoded: " + e.getMessage(), e);
        }
    }

    private static Batch decode(long revision, byte[] bytes) {
        try {
            return BatchCodec.decodeBatch(revision, bytes);
        } catch (IOException e) {
            throw new IllegalStateException("revision " + revision + " cannot be decoded: " + e.getMessage(), e);
        }
    }

    private static RegistryStartException damaged(Path file, Exception cause) {
        return new RegistryStartException("registry: " + file + " cannot be used: " + cause.getMessage()
                + ". It is not replaced by an empty one. Put back a copy of the whole folder " + file.getParent()
                + ", or move that folder away if this IDC may begin anew from its seed resources", cause);
    }

    private static void closeQuietly(@Nullable RevisionMark mark) {
        if (mark != null) {
            try {
                mark.close();
            } catch (IOException e) {
                LoggerFactory.getLogger(DurableStore.class).warn("registry mark cannot be closed", e);
            }
        }
    }
}
