package io.spillway.control.ads;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.spillway.control.service.DeliveryReport.PushView;
import io.spillway.control.service.DeliveryReport.RevisionView;
import io.spillway.control.service.DeliveryReport.StragglerView;

/** The newest pushes one by one, and of more revisions how many clients have them. Safe for use by any thread. */
public final class PushLog {

    private static final int CAPACITY = 10_000;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final ArrayDeque<Push> ring = new ArrayDeque<>(); // guarded by this
    private final ArrayDeque<RevisionDelivery> revisions = new ArrayDeque<>(); // guarded by this
    private final int remembered;
    private long forgotten; // guarded by this

    /** Creates a log of that many revisions. */
    PushLog(int remembered) {
        this.remembered = remembered;
    }

    synchronized void add(Push push) {
        if (ring.size() == CAPACITY) {
            ring.removeFirst();
        }
        ring.addLast(push);
    }

    /** Begins to count who has a revision. What comes of the same revision later is counted with it. */
    synchronized RevisionDelivery open(Push.Cause cause) {
        RevisionDelivery newest = revisions.peekLast();
        if (newest != null && newest.cause().revision() == cause.revision()) {
            return newest;
        }
        if (revisions.size() == remembered) {
            forgotten = Math.max(forgotten, revisions.removeFirst().cause().revision());
        }
        RevisionDelivery opened = new RevisionDelivery(cause);
        revisions.addLast(opened);
        return opened;
    }

    /** The node has begun with that revision: what became of it, and of all before, it has not seen. */
    public synchronized void loaded(long revision) {
        forgotten = Math.max(forgotten, revision);
    }

    /** Returns the newest revision of which nothing is known any more, nor of those before, unless they are remembered. */
    public synchronized long forgotten() {
        return forgotten;
    }

    /** Returns the remembered pushes of revisions greater than the given one. */
    public List<PushView> after(long revision) {
        List<Push> found = new ArrayList<>();
        synchronized (this) {
            for (Push push : ring) {
                if (push.revision() > revision) {
                    found.add(push);
                }
            }
        }
        return found.stream().map(Push::view).toList();
    }

    /** Returns who has each remembered revision greater than the given one, in the order in which they came. */
    public List<RevisionView> revisionsAfter(long revision) {
        return copy().stream().filter(one -> one.cause().revision() > revision).map(RevisionDelivery::view).toList();
    }

    /** Returns who has a revision of those that requests go through, if it is remembered and anything of it was pushed. */
    public Optional<RevisionDelivery.Carriers> carriers(long revision) {
        RevisionDelivery found = null;
        synchronized (this) {
            for (RevisionDelivery each : revisions) {
                found = each.cause().revision() == revision ? each : found;
            }
        }
        return Optional.ofNullable(found).map(RevisionDelivery::carriers);
    }

    /** Returns the remembered pushes to one client, ended or not. */
    synchronized List<Push> of(String node, Instant connectedSince) {
        return ring.stream().filter(push -> push.due().isOf(node, connectedSince)).toList();
    }

    /** Closes what a client owes of any revision, whoever may have forgotten it. Returns the shares that are certain now. */
    List<RevisionDelivery.Reached> abandoned(String node, Instant connectedSince) {
        return copy().stream().flatMap(one -> one.abandoned(node, connectedSince).stream()).toList();
    }

    /** Returns the clients that owe an answer for longer than that, the slowest first. */
    public List<StragglerView> stragglers(long nanos, Duration longerThan) {
        Map<String, StragglerView> found = new TreeMap<>();
        for (RevisionDelivery one : copy()) {
            long waited = nanos - one.cause().receivedNanos();
            if (waited > longerThan.toNanos()) {
                for (String node : one.pending()) {
                    found.merge(node, new StragglerView(node, one.cause().revision(), waited / NANOS_PER_MILLI, 1),
                            StragglerView::with);
                }
            }
        }
        return found.values().stream().sorted(Comparator.comparingDouble(StragglerView::waitedMillis).reversed())
                .toList();
    }

    private synchronized List<RevisionDelivery> copy() {
        return List.copyOf(revisions);
    }
}
