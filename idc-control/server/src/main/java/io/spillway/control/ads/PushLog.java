package io.spillway.control.ads;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
            revisions.removeFirst();
        }
        RevisionDelivery opened = new RevisionDelivery(cause);
        revisions.addLast(opened);
        return opened;
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
