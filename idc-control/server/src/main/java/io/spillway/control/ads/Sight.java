package io.spillway.control.ads;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.control.snapshot.ResourceType;

/** What others see of one client. Written by the stream's executor, which owns what it looks at; seen by any thread. */
final class Sight {

    private final Map<ResourceType, TypeSubscription> subscriptions;
    private final Sent sent;
    private final Outcomes outcomes;
    private final Instant connectedSince;
    private volatile List<Seen> seen = List.of();

    Sight(Map<ResourceType, TypeSubscription> subscriptions, Sent sent, Outcomes outcomes, Instant connectedSince) {
        this.subscriptions = subscriptions;
        this.sent = sent;
        this.outcomes = outcomes;
        this.connectedSince = connectedSince;
    }

    /** Looks again. */
    void refresh() {
        Seen[] fresh = new Seen[subscriptions.size()];
        int at = 0;
        for (TypeSubscription subscription : subscriptions.values()) {
            ResourceType type = subscription.type();
            fresh[at++] = new Seen(type, state(type, subscription), subscription.held().digest(),
                    subscription.held().size(), outcomes.ackedAt(type), outcomes.lastNack(type));
        }
        seen = List.of(fresh);
    }

    /** The client is gone. */
    void clear() {
        seen = List.of();
    }

    /** Returns it as of the last look; for any thread. */
    List<DataPlaneView> views(NodeIdentity who) {
        return seen.stream().map(type -> type.view(who, connectedSince)).toList();
    }

    /** Returns a view with what the client should have, if something is known to differ or {@code always}. */
    DataPlaneView compared(DataPlaneView view, boolean always) {
        if (!always && view.state() == SyncState.SYNCED) {
            return view;
        }
        return subscriptions.values().stream().filter(one -> one.type().shortName().equals(view.type())).findFirst()
                .map(subscription -> view.with(subscription.compare().view())).orElse(view);
    }

    private SyncState state(ResourceType type, TypeSubscription subscription) {
        if (subscription.hasParked()) {
            return SyncState.NACKED;
        }
        return sent.has(type) || subscription.outgoing().hasWork(true) ? SyncState.STALE : SyncState.SYNCED;
    }
}
