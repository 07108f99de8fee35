package io.spillway.control.state;

import java.time.InstantSource;
import java.util.Map;

import io.spillway.model.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all may see of the state: set by its thread, which tells the listener of each step; read by any. */
final class Published {

    private static final Logger LOG = LoggerFactory.getLogger(Published.class);

    private final StateListener listener;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Owed owed = new Owed(); // owned by the state's thread
    private volatile ControlState state = ControlState.empty();
    private volatile Map<String, String> unreadable = Map.of();
    private volatile HeldRemovals held = HeldRemovals.NONE;

    Published(StateListener listener, StateKeeper.Times times) {
        this.listener = listener;
        this.ticker = times.ticker();
        this.clock = times.clock();
    }

    ControlState state() {
        return state;
    }

    /** Returns reasons by key. */
    Map<String, String> unreadable() {
        return unreadable;
    }

    HeldRemovals held() {
        return held;
    }

    /** Shows what a step of the fold has made, which was heard of at that time. */
    void step(StateFold fold, StateFold.Step step, long revision, long receivedNanos) {
        state = step.state();
        unreadable = fold.unreadable();
        tellHeld(fold.held());
        if (owed.isNothing() && step.changed().isEmpty() && step.touched().isEmpty()) {
            listener.onRevision(step.state());
        } else {
            listener.onChange(owed.with(new StateChange(step.state(), step.changed(), step.touched(), revision,
                    receivedNanos, clock.instant().minusNanos(Math.max(0, ticker.nanos() - receivedNanos)))));
            owed.taken();
        }
    }

    private void tellHeld(HeldRemovals now) {
        HeldRemovals before = held;
        if (now.revision() != before.revision() && !now.ids().isEmpty()) {
            LOG.error("registry at revision {} is not believed ({}): {}; {} resources stay in use until an operator "
                    + "accepts it", now.revision(), now.reason(), now.detail(), now.ids().size());
        } else if (now.ids().isEmpty() && !before.ids().isEmpty()) {
            LOG.info("registry: {} resources held back -> none", before.ids().size());
        }
        if (!now.equals(before)) {
            listener.onHeld(now);
        }
        held = now;
    }
}
