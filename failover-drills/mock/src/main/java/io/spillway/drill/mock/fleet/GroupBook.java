package io.spillway.drill.mock.fleet;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import io.spillway.drill.mock.session.ViolationKind;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What is counted and measured about a group while it runs. Safe for all threads. */
final class GroupBook {

    private static final int EXAMPLES = 5;
    private static final int REASONS = 50;
    private static final int LONGEST_REASON = 160;
    private static final int DIGITS = 3;

    final AtomicInteger connected = new AtomicInteger();
    final AtomicInteger everConnected = new AtomicInteger();
    final AtomicInteger finished = new AtomicInteger();
    final LongAdder streams = new LongAdder();
    final LongAdder requests = new LongAdder();
    final LongAdder responses = new LongAdder();
    final LongAdder resources = new LongAdder();
    final LongAdder removals = new LongAdder();
    final LongAdder octets = new LongAdder();
    final LongAdder acks = new LongAdder();
    final LongAdder nacks = new LongAdder();
    final Histogram connects = new ConcurrentHistogram(DIGITS);
    private final Histogram settled = new ConcurrentHistogram(DIGITS);
    private final Histogram events = new ConcurrentHistogram(DIGITS);
    private final AtomicLongArray slowestEvents;
    private final AtomicLongArray slowestSettled;
    private final Map<ViolationKind, Seen> violations = new EnumMap<>(ViolationKind.class);
    private final Map<String, Integer> ended = new TreeMap<>();
    private final Seen missed = new Seen();

    GroupBook(int clients) {
        this.slowestEvents = new AtomicLongArray(clients);
        this.slowestSettled = new AtomicLongArray(clients);
    }

    void violation(ViolationKind kind, String example, int count) {
        synchronized (violations) {
            violations.computeIfAbsent(kind, any -> new Seen()).add(example, count);
        }
    }

    void missed(String example) {
        synchronized (missed) {
            missed.add(example, 1);
        }
    }

    void ended(String reason) {
        String bounded = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        synchronized (ended) {
            String key = ended.containsKey(bounded) || ended.size() < REASONS ? bounded : "other reasons";
            ended.merge(key, 1, Integer::sum);
        }
    }

    /** An event reached a client so long after it was made; called by the client's thread. */
    void reached(int client, long nanos) {
        events.recordValue(Math.max(0, nanos));
        raise(slowestEvents, client, nanos);
    }

    /** A client has all that it asked for, so long after it did; called by the client's thread. */
    void settled(int client, long nanos) {
        settled.recordValue(Math.max(0, nanos));
        raise(slowestSettled, client, nanos);
    }

    private static void raise(AtomicLongArray slowest, int client, long nanos) {
        if (slowest.getPlain(client) < nanos) {
            slowest.setOpaque(client, nanos);
        }
    }

    private static List<Long> all(AtomicLongArray slowest) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < slowest.length(); i++) {
            all.add(slowest.getOpaque(i));
        }
        return all;
    }

    GroupResult result(Group group) {
        Map<ViolationKind, GroupResult.Noted> noted = new EnumMap<>(ViolationKind.class);
        synchronized (violations) {
            violations.forEach((kind, seen) -> noted.put(kind, seen.noted()));
        }
        Map<String, Integer> reasons;
        synchronized (ended) {
            reasons = new TreeMap<>(ended);
        }
        GroupResult.Noted waits;
        synchronized (missed) {
            waits = missed.noted();
        }
        return new GroupResult(group.name(), group.count(), connected.get(), everConnected.get(), finished.get(),
                streams.sum(), reasons,
                new GroupResult.Traffic(requests.sum(), responses.sum(), resources.sum(), removals.sum(),
                        octets.sum(), acks.sum(), nacks.sum()),
                noted, waits, Latency.of(connects), Latency.of(settled), Latency.of(events),
                all(slowestEvents), all(slowestSettled));
    }

    private static final class Seen {

        private int count;
        private final List<String> examples = new ArrayList<>();

        void add(String example, int times) {
            count += times;
            if (examples.size() < EXAMPLES) {
                examples.add(example);
            }
        }

        GroupResult.Noted noted() {
            return new GroupResult.Noted(count, examples);
        }
    }
}
