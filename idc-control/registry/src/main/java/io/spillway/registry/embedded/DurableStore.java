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

    private static final String FACTS = "facts";
    private static final int HOUSEKEEPING_EVERY = 1_000;
    /**
     * Replaced chunks may be overwritten at once: every commit is synced, and MVStore keeps those of the newest versions
     * anyway. Its 45 s would let a busy file grow to hundreds of megabytes.
     */
    private static final int RETENTION_MILLIS = 0;

    private final MVStore store;
    private final RevisionMark mark;
    private final MVMap<String, byte[]> current;
    private final MVMap<Long, byte[]> history;
    private final MVMap<Long, byte[]> leases;
    private final MVMap<String, byte[]> meta;
    private Facts facts = new Facts(0, 0, 0, 0);
    private int writes;

    private DurableStore(MVStore store, RevisionMark mark) {
        this.store = store;
        store.setRetentionTime(RETENTION_MILLIS);
        this.mark = mark;
        this.current = store.openMap("current");
        this.history = store.openMap("history");
        this.leases = store.openMap("leases");
        this.meta = store.openMap("meta");
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
        return facts.revision();
    }

    long compacted() {
        return facts.compacted();
    }

    long clusterId() {
        return facts.clusterId();
    }

    /** Every current value, by key. */
    NavigableMap<String, KeyValue> loadCurrent() {
        TreeMap<String, KeyValue> values = new TreeMap<>();
        for (Map.Entry<String, byte[]> entry : current.entrySet()) {
            KeyValue value = decode(entry.getKey(), entry.getValue());
            values.put(entry.getKey(), value);
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
        Map<Long, Long> loaded = new TreeMap<>();
        for (Map.Entry<Long, byte[]> entry : leases.entrySet()) {
            loaded.put(entry.getKey(), numbers(entry.getValue(), 1)[0]);
        }
        return loaded;
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
        facts = new Facts(facts.clusterId(), batch.revision(), facts.compacted(), current.sizeAsLong());
        dropHistory(compacted);
        flush();
        mark.write(batch.revision());
    }

    void compact(long revision) {
        dropHistory(revision);
        flush();
    }

    void putLease(long id, long ttlMillis) {
        leases.put(id, BatchCodec.encode(ttlMillis));
        flush();
    }

    void removeLease(long id) {
        leases.remove(id);
        flush();
    }

    @Override
    public void close() {
        closeQuietly(mark);
        store.close(); // without moving chunks about: space is reused, and a kill must not meet a move
    }

    private void begin(long newClusterId) throws IOException {
        if (facts.clusterId() == 0) {
            facts = new Facts(newClusterId, 1, 0, 0);
            flush();
            mark.write(1);
        }
    }

    private void check(long acknowledged) throws IOException {
        try {
            byte[] bytes = meta.get(FACTS);
            if (bytes != null) {
                long[] numbers = numbers(bytes, 4);
                facts = new Facts(numbers[0], numbers[1], numbers[2], numbers[3]);
            }
            if (facts.revision() < acknowledged) {
                throw new IllegalStateException("its newest intact revision is " + facts.revision() + ", but revision "
                        + acknowledged + " was acknowledged");
            }
            checkContent();
        } catch (RuntimeException e) { // a damaged page shows itself in many ways
            store.closeImmediately();
            throw new IOException(e.getMessage(), e);
        }
    }

    private void checkContent() {
        int keys = loadCurrent().size();
        if (keys != facts.keys()) {
            throw new IllegalStateException("it has " + keys + " keys (expected: " + facts.keys() + ")");
        }
        long[] last = {Math.max(1, facts.compacted())}; // revision 1 is the empty registry
        loadHistory(batch -> {
            if (batch.revision() != last[0] + 1) {
                throw new IllegalStateException("revision " + (last[0] + 1) + " is missing in its history");
            }
            last[0] = batch.revision();
        });
        if (facts.revision() > 1 && last[0] != facts.revision()) {
            throw new IllegalStateException("revision " + (last[0] + 1) + " is missing in its history");
        }
        Map<Long, Long> _ = loadLeases();
    }

    private void dropHistory(long upTo) {
        if (upTo <= facts.compacted()) {
            return;
        }
        facts = new Facts(facts.clusterId(), facts.revision(), upTo, facts.keys());
        Long oldest = history.firstKey();
        while (oldest != null && oldest <= upTo) {
            history.remove(oldest);
            oldest = history.firstKey();
        }
    }

    private void flush() {
        meta.put(FACTS, BatchCodec.encode(facts.clusterId(), facts.revision(), facts.compacted(), facts.keys()));
        store.commit();
        store.sync();
        if (++writes % HOUSEKEEPING_EVERY == 0) {
            store.compact(50, 4 << 20); // rewrites sparse chunks, else the file only grows
        }
    }

    private static KeyValue decode(String key, byte[] bytes) {
        try {
            KeyValue value = BatchCodec.decodeKeyValue(bytes);
            if (!value.key().equals(key)) {
                throw new IOException("it is of key " + value.key());
            }
            return value;
        } catch (IOException e) {
            throw new IllegalStateException("the value of " + key + " cannot be decoded: " + e.getMessage(), e);
        }
    }

    private static long[] numbers(byte[] bytes, int count) {
        try {
            return BatchCodec.decodeNumbers(bytes, count);
        } catch (IOException e) {
            throw new IllegalStateException("a number cannot be decoded: " + e.getMessage(), e);
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

    /** What the store knows about itself; {@code keys} is how many current values there must be. */
    private record Facts(long clusterId, long revision, long compacted, long keys) {}
}
