package io.spillway.drill.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Every finished request of a run in two machine words each, so that nothing has to be decided while it runs. Written by
 * one thread (the load generator's event loop) without locks; read by any thread, which sees a prefix of what was
 * written.
 */
public final class RequestLog implements Recording {

    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int NAME_BITS = 6;
    private static final int OUTCOME_BITS = 9;
    private static final int OUTCOME_MASK = (1 << OUTCOME_BITS) - 1;

    private final Names<String> names = new Names<>(1 << NAME_BITS);
    private final Names<Outcome> outcomes = new Names<>(1 << OUTCOME_BITS);
    private final CopyOnWriteArrayList<long[]> chunks = new CopyOnWriteArrayList<>();
    /** Written by the owner thread after the row; what lies below it is safe to read. */
    private volatile int size;

    /** Adds one request. Only the owner thread may call it. */
    public void add(Request request) {
        int row = size;
        if (row >> CHUNK_BITS == chunks.size()) {
            chunks.add(new long[2 * CHUNK]);
        }
        long[] chunk = chunks.get(row >> CHUNK_BITS);
        int at = (row & (CHUNK - 1)) * 2;
        chunk[at] = (request.sentMicros() << 16) | ((long) names.id(request.users()) << (OUTCOME_BITS + 1))
                | ((long) outcomes.id(request.outcome()) << 1) | (request.post() ? 1 : 0);
        long ids = names.id(request.home());
        ids = (ids << NAME_BITS) | idOrNone(request.entrance());
        ids = (ids << NAME_BITS) | idOrNone(request.servedBy());
        ids = (ids << NAME_BITS) | names.id(request.service());
        chunk[at + 1] = (Math.min(request.latencyMicros(), (1L << 38) - 1) << 24) | ids;
        size = row + 1;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void forEach(int from, Consumer<Request> consumer) {
        int end = size;
        for (int row = from; row < end; row++) {
            consumer.accept(row(row));
        }
    }

    private Request row(int row) {
        long[] chunk = chunks.get(row >> CHUNK_BITS);
        int at = (row & (CHUNK - 1)) * 2;
        long first = chunk[at];
        long second = chunk[at + 1];
        int mask = (1 << NAME_BITS) - 1;
        return new Request(first >> 16, second >>> 24, outcomes.value((int) (first >>> 1) & OUTCOME_MASK),
                names.value((int) (second >>> (3 * NAME_BITS)) & mask),
                nameOrNull((int) (second >>> (2 * NAME_BITS)) & mask), nameOrNull((int) (second >>> NAME_BITS) & mask),
                names.value((int) second & mask), (first & 1) == 1,
                names.value((int) (first >>> (OUTCOME_BITS + 1)) & mask));
    }

    private int idOrNone(@Nullable String name) {
        return names.id(name == null ? "" : name);
    }

    private @Nullable String nameOrNull(int id) {
        String name = names.value(id);
        return name.isEmpty() ? null : name;
    }

    /** Small numbers for the few different values of a column. Ids are given by the owner thread only. */
    private static final class Names<T> {

        private final int limit;
        private final ConcurrentHashMap<T, Integer> ids = new ConcurrentHashMap<>();
        private final List<T> values = new CopyOnWriteArrayList<>(new ArrayList<>());

        Names(int limit) {
            this.limit = limit;
        }

        int id(T value) {
            Integer known = ids.get(value);
            if (known != null) {
                return known;
            }
            if (values.size() == limit) {
                throw new IllegalStateException("more than " + limit + " different values in a column, at " + value);
            }
            values.add(value);
            ids.put(value, values.size() - 1);
            return values.size() - 1;
        }

        T value(int id) {
            return values.get(id);
        }
    }
}
