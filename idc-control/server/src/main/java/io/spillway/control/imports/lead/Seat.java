package io.spillway.control.imports.lead;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The place of one process at this control node, for all its streams. What it knows is written by the thread of
 * {@link Leadership}, when it was heard by its streams.
 */
final class Seat {

    private final Claimant claimant;
    private final Ticker ticker;
    private final List<Place> streams = new CopyOnWriteArrayList<>();
    private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();
    private volatile Term term = Term.NONE;
    private volatile long heardNanos;

    Seat(Claimant claimant, Ticker ticker) {
        this.claimant = claimant;
        this.ticker = ticker;
        this.heardNanos = ticker.nanos();
    }

    Claimant claimant() {
        return claimant;
    }

    Term term() {
        return term;
    }

    void add(Place stream) {
        streams.add(stream);
        heard();
    }

    void remove(Place stream) {
        streams.remove(stream);
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    void heard() {
        heardNanos = ticker.nanos();
    }

    long heardNanos() {
        return heardNanos;
    }

    /** Returns whether it was heard within its lease. */
    boolean isAwake() {
        return !isEmpty() && ticker.nanos() - heardNanos < claimant.lease().toNanos();
    }

    /** Says how it stands, and tells its streams when that is news. */
    void turn(Term now) {
        Term before = term;
        term = now;
        settled.complete(null);
        if (!now.equals(before)) {
            streams.forEach(stream -> stream.told(now));
        }
    }

    void awaitSettled(Duration longest) {
        try {
            settled.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException late) {
            // it is told as soon as the registry answers
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
