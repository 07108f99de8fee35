package io.spillway.control.ads;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.spillway.control.service.DeliveryReport.PushState;
import io.spillway.control.service.DeliveryReport.RevisionView;
import org.jspecify.annotations.Nullable;

/**
 * Who has one revision, counted while the answers come in. A client that has answered is a number of four bytes; only those
 * that have not are known by name. Safe for use by any thread.
 *
 * <p>Every stream looks at a revision once, on its own executor, and says whether it owes anything. Before all have looked
 * nobody knows how many clients there are, so no share of them is told.
 */
public final class RevisionDelivery {

    /** The shares of the fleet whose times are told, in percent. */
    static final List<Integer> SHARES = List.of(50, 95, 99, 100);

    private static final int MOST_NAMES = 20;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final int[] NOTHING = {};

    private final Push.Cause cause;
    private int awaited; // streams that have not looked yet; this guards all that follows
    private Set<Due> open = new LinkedHashSet<>();
    private int[] micros = NOTHING;
    private int acked;
    private int nacked;
    private int gone;
    private int carriersAcked;
    private int carriersRefused;
    private int told;
    private final List<String> refusedBy = new ArrayList<>();

    RevisionDelivery(Push.Cause cause) {
        this.cause = cause;
    }

    /**
     * Who has it of those that requests go through: a registry-sync that lags moves no traffic.
     *
     * @param complete whether every client has been looked at
     * @param late some of those that have not Acked
     */
    public record Carriers(boolean complete, int fleet, int acked, List<String> late) {

        /** Copies the list. */
        public Carriers {
            late = List.copyOf(late);
        }
    }

    /** A share of the fleet has it. */
    record Reached(long revision, int percent, long nanos, int clients) {}

    Push.Cause cause() {
        return cause;
    }

    /** So many streams will look. */
    synchronized void handed(int streams) {
        awaited += streams;
    }

    /** One stream has looked. Returns the shares that are certain now. */
    synchronized List<Reached> looked() {
        awaited--;
        return reached();
    }

    synchronized void expect(Due due) {
        due.owe();
        open.add(due);
    }

    /** An answer, or the end of waiting for it, so long after the event. Returns the shares that are certain now. */
    synchronized List<Reached> ended(Due due, PushState state, long nanos, @Nullable String detail) {
        if (!due.ended(state, nanos, detail)) {
            return List.of();
        }
        open.remove(due);
        switch (due.outcome()) {
            case ACKED -> {
                add(due.lastNanos());
                carriersAcked += due.carries() ? 1 : 0;
            }
            case NACKED -> {
                nacked++;
                carriersRefused += due.carries() ? 1 : 0;
                if (refusedBy.size() < MOST_NAMES) {
                    refusedBy.add(due.refusedBy());
                }
            }
            case GONE -> gone++;
            case PENDING -> throw new IllegalStateException("a due that ended is open");
        }
        return reached();
    }

    /** A client is gone that does not know any more what it owed. Returns the shares that are certain now. */
    synchronized List<Reached> abandoned(String node, Instant connectedSince) {
        int before = open.size();
        open.removeIf(due -> due.isOf(node, connectedSince));
        gone += before - open.size();
        return before == open.size() ? List.of() : reached();
    }

    /** Returns the names of clients that have not answered. */
    synchronized Collection<String> pending() {
        return open.isEmpty() ? List.of() : open.stream().map(Due::node).toList();
    }

    synchronized Carriers carriers() {
        List<Due> owe = open.stream().filter(Due::carries).toList();
        List<String> late = new ArrayList<>(
                owe.stream().limit(MOST_NAMES).map(due -> due.node() + " (no answer)").toList());
        if (carriersRefused > 0) {
            refusedBy.forEach(refusal -> late.add(refusal + " (refused)"));
        }
        return new Carriers(awaited == 0, carriersAcked + carriersRefused + owe.size(), carriersAcked, late);
    }

    synchronized RevisionView view() {
        int[] sorted = Arrays.copyOf(micros, acked);
        Arrays.sort(sorted);
        int clients = clients();
        return new RevisionView(cause.revision(), cause.receivedAt(), awaited == 0, clients, acked, nacked, open.size(),
                gone, millis(sorted, 50, clients), millis(sorted, 95, clients), millis(sorted, 99, clients),
                millis(sorted, 100, clients), open.stream().map(Due::node).limit(MOST_NAMES).toList(),
                refusedBy);
    }

    private int clients() {
        return acked + nacked + open.size();
    }

    private void add(long nanos) {
        if (acked == micros.length) {
            micros = Arrays.copyOf(micros, Math.max(4, acked * 2));
        }
        micros[acked] = Math.clamp(nanos / NANOS_PER_MICRO, 0, Integer.MAX_VALUE);
        acked++;
    }

    private List<Reached> reached() {
        int clients = clients();
        if (awaited > 0 || clients == 0 || told == SHARES.size()) {
            return List.of();
        }
        List<Reached> reached = new ArrayList<>();
        int[] sorted = NOTHING;
        while (told < SHARES.size() && acked >= needed(SHARES.get(told), clients)) {
            if (sorted.length == 0) {
                sorted = Arrays.copyOf(micros, acked);
                Arrays.sort(sorted);
            }
            int percent = SHARES.get(told);
            reached.add(new Reached(cause.revision(), percent,
                    (long) sorted[needed(percent, clients) - 1] * NANOS_PER_MICRO, clients));
            told++;
        }
        if (open.isEmpty()) {
            open = new LinkedHashSet<>();
            micros = Arrays.copyOf(micros, acked);
        }
        return reached;
    }

    private static @Nullable Double millis(int[] sorted, int percent, int clients) {
        int needed = needed(percent, clients);
        return clients == 0 || needed > sorted.length ? null : sorted[needed - 1] / MICROS_PER_MILLI;
    }

    /** Returns how many clients are that share of all, rounded up. */
    private static int needed(int percent, int clients) {
        return (int) (((long) percent * clients + 99) / 100);
    }
}
