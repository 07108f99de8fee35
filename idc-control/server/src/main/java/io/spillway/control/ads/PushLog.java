package io.spillway.control.ads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.spillway.control.service.DeliveryReport.PushView;

/** The newest pushes, oldest first. Safe for use by any thread. */
public final class PushLog {

    private static final int CAPACITY = 10_000;

    private final ArrayDeque<Push> ring = new ArrayDeque<>(); // guarded by this

    synchronized void add(Push push) {
        if (ring.size() == CAPACITY) {
            ring.removeFirst();
        }
        ring.addLast(push);
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
}
