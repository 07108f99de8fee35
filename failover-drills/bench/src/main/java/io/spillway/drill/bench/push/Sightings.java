package io.spillway.drill.bench.push;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

import io.spillway.drill.bench.measure.Latencies;
import io.spillway.drill.mock.fleet.Receipt;
import io.spillway.drill.mock.fleet.ReceiptListener;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * When each client of one group received the endpoints of one name, and when it Acked them; the last time counts. The
 * fleet's threads write, each client's entries by one of them; one thread asks.
 */
public final class Sightings implements ReceiptListener {
    private final String group;
    private final int clients;
    private final Ticker ticker;
    private final AtomicIntegerArray answers;
    private volatile @Nullable Watch watch;

    /** One name from one moment on. */
    private static final class Watch {
        final String name;
        final AtomicLongArray received;
        final AtomicLongArray acked;
        /** The response that is still to be Acked; each entry belongs to one thread. */
        final @Nullable String[] nonces;
        final CountDownLatch open;

        Watch(String name, int clients) {
            this.name = name;
            this.received = new AtomicLongArray(clients);
            this.acked = new AtomicLongArray(clients);
            this.nonces = new @Nullable String[clients];
            this.open = new CountDownLatch(clients);
        }
    }

    Sightings(String group, int clients, Ticker ticker) {
        this.group = group;
        this.clients = clients;
        this.ticker = ticker;
        this.answers = new AtomicIntegerArray(clients);
    }

    /** Forgets what was seen and looks for that name from now on. */
    public void watch(String name) {
        watch = new Watch(name, clients);
        for (int i = 0; i < clients; i++) {
            answers.set(i, 0);
        }
    }

    @Override
    public void received(Receipt receipt) {
        Watch now = watch;
        if (now != null && receipt.type().equals(XdsType.EDS) && receipt.group().equals(group)
                && receipt.name().equals(now.name)) {
            received(receipt.client(), receipt.nonce(), receipt.nanos());
        }
    }

    void received(int client, String nonce, long nanos) {
        Watch now = Objects.requireNonNull(watch);
        now.received.set(client, nanos);
        now.nonces[client] = nonce;
    }

    @Override
    public void answered(String from, int client, XdsType type, String nonce, String error, long nanos) {
        Watch now = watch;
        if (now == null || !type.equals(XdsType.EDS) || !from.equals(group)) {
            return;
        }
        answers.incrementAndGet(client);
        if (nonce.equals(now.nonces[client])) {
            now.nonces[client] = null;
            // The fleet gives the time of the receipt, for both; this is after the Ack was written.
            if (now.acked.getAndSet(client, ticker.nanos()) == 0) {
                now.open.countDown();
            }
        }
    }

    /** Waits until every client has Acked; returns how many have not in time. */
    public long await(Duration limit) throws InterruptedException {
        CountDownLatch open = Objects.requireNonNull(watch).open;
        return open.await(limit.toNanos(), TimeUnit.NANOSECONDS) ? 0 : open.getCount();
    }

    /** Adds the times from an event to its receipt and to its Ack; returns the longest of the latter, in nanoseconds. */
    public long collect(long event, Latencies receipts, Latencies acks) {
        Watch seen = Objects.requireNonNull(watch);
        long longest = 0;
        for (int i = 0; i < clients; i++) {
            if (seen.acked.get(i) != 0) {
                receipts.add(seen.received.get(i) - event);
                acks.add(seen.acked.get(i) - event);
                longest = Math.max(longest, seen.acked.get(i) - event);
            }
        }
        return longest;
    }

    /** Returns the most answers that one client has given for endpoints since the watch began. */
    int mostAnswers() {
        int most = 0;
        for (int i = 0; i < clients; i++) {
            most = Math.max(most, answers.get(i));
        }
        return most;
    }
}
