package io.spillway.control.state;

import java.util.List;
import java.util.Queue;

import io.spillway.model.time.Ticker;
import io.spillway.registry.Event;
import io.spillway.registry.WatchListener;

/** Hands on what the watch tells, with the time at which this node heard it. Safe for use by any thread. */
record Inbound(Queue<StateMessage> inbox, Ticker ticker) implements WatchListener {

    @Override
    public void onBatch(long revision, List<Event> events) {
        inbox.add(new StateMessage.Batch(revision, events, ticker.nanos()));
    }

    @Override
    public void onCompacted(long compactRevision) {
        inbox.add(new StateMessage.Relist("compacted at " + compactRevision));
    }
}
