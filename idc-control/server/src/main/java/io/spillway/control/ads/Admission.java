package io.spillway.control.ads;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Decides which streams are taken. The rate is a token bucket of one second's worth. Whoever is above it is told to come again
 * at a random moment of the time that those who were refused with it will take (full jitter), so that they do not come
 * together again. Safe for use by any thread.
 *
 * @param <S> streams
 */
final class Admission<S> {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 30_000;

    private final AdsLimits limits;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Map<String, Deque<S>> nodes = new HashMap<>(); // guarded by this, as all below
    private int open;
    private double tokens;
    private double refused;
    private long filledNanos;

    Admission(AdsLimits limits, Ticker ticker, RandomGenerator random) {
        this.limits = limits;
        this.ticker = ticker;
        this.random = random;
        this.tokens = limits.streamsPerSecond();
        this.filledNanos = ticker.nanos();
    }

    /** What becomes of a new stream. */
    sealed interface Verdict {

        /** It is taken; {@link Admission#ended} must follow. */
        record Admitted() implements Verdict {}

        /** There are as many as this node takes. */
        record Full(String why) implements Verdict {}

        /** Too many came at once; it should come again after so many milliseconds. */
        record Later(String why, long millis) implements Verdict {}
    }

    /** Decides about a new stream. */
    synchronized Verdict admit() {
        fill();
        if (open >= limits.streams()) {
            return new Verdict.Full(open + " streams (expected: " + limits.streams() + " at most)");
        }
        if (tokens < 1) {
            refused++;
            long window = (long) Math.ceil(1000 * refused / limits.streamsPerSecond());
            long millis = SHORTEST_MILLIS + random.nextLong(Math.clamp(window, 1, LONGEST_MILLIS));
            return new Verdict.Later(
                    "more than " + limits.streamsPerSecond() + " new streams per second; come again in " + millis
                            + " ms",
                    millis);
        }
        tokens--;
        open++;
        return new Verdict.Admitted();
    }

    /** A stream said whose it is. Returns the oldest one of that node when it has too many now: that must end. */
    synchronized @Nullable S identified(String node, S stream) {
        Deque<S> streams = nodes.computeIfAbsent(node, _ -> new ArrayDeque<>());
        streams.addLast(stream);
        return streams.size() > limits.streamsPerNode() ? streams.pollFirst() : null;
    }

    /** A stream that was taken has ended; {@code node} is empty when it never said whose it was. */
    synchronized void ended(String node, S stream) {
        open--;
        Deque<S> streams = nodes.get(node);
        if (streams != null) {
            streams.remove(stream);
            if (streams.isEmpty()) {
                nodes.remove(node);
            }
        }
    }

    /** Returns how many are open. */
    synchronized int open() {
        return open;
    }

    private void fill() {
        long now = ticker.nanos();
        double fresh = (now - filledNanos) / NANOS * limits.streamsPerSecond();
        tokens = Math.min(limits.streamsPerSecond(), tokens + fresh);
        refused = Math.max(0, refused - fresh);
        filledNanos = now;
    }
}
