package io.spillway.control.ads;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.control.service.DeliveryReport.StragglerView;
import io.spillway.model.time.Ticker;

/** Tells once when a client falls behind, and once when it has caught up. */
final class Stragglers {

    /** An answer that takes longer than this is late: a hundred times what a slow one takes. */
    static final Duration LATE = Duration.ofSeconds(5);

    private final PushLog log;
    private final Ticker ticker;
    private final AdsObserver observer;
    private final Set<String> told = new HashSet<>(); // owned by the timer's thread

    Stragglers(PushLog log, Ticker ticker, AdsObserver observer) {
        this.log = log;
        this.ticker = ticker;
        this.observer = observer;
    }

    /** Returns those that are late, the slowest first. Safe for use by any thread. */
    List<StragglerView> now() {
        return log.stragglers(ticker.nanos(), LATE);
    }

    /** Tells what changed since the last look; called by the timer's thread. */
    void look() {
        Set<String> late = new HashSet<>();
        for (StragglerView view : now()) {
            late.add(view.node());
            if (told.add(view.node())) {
                observer.straggling(view.node(), view.revision());
            }
        }
        told.removeIf(node -> {
            boolean caughtUp = !late.contains(node);
            if (caughtUp) {
                observer.straggling(node, 0);
            }
            return caughtUp;
        });
    }
}
