package io.spillway.control.ads;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Make before break: clusters first, then their endpoints; listeners and routes when the client has Acked these and is
 * <em>warming</em> no cluster, that is when it has asked for the endpoints of every cluster it was sent, and got them; clusters
 * that nobody uses any more are taken away last. Endpoints of clusters that the client has had hold nothing back, however often
 * they change. A client that does not answer, or never asks, holds the rest back for a second only.
 * Owned by the stream's executor.
 */
final class SendOrder {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Ticker ticker;
    private final Map<ResourceType, TypeSubscription> subscriptions;
    /** Clusters that the client was sent and whose endpoints it has not asked for. */
    private final NameTable<String> warming = new NameTable<>(Function.identity());
    /** Clusters that the client was sent and whose endpoints it has asked for and not answered. */
    private final NameTable<String> awaited = new NameTable<>(Function.identity());
    private final Hold endpoints = new Hold();
    private final Hold routes = new Hold();
    private final Hold removals = new Hold();

    SendOrder(Ticker ticker, Map<ResourceType, TypeSubscription> subscriptions) {
        this.ticker = ticker;
        this.subscriptions = subscriptions;
    }

    /** Returns whether resources of that type name others that must be there first. */
    private static boolean behind(ResourceType type) {
        return type == ResourceType.LISTENER || type == ResourceType.ROUTE;
    }

    /** Returns whether what is subscribed waits for clusters that are still to be sent. */
    static boolean behind(TypeSubscription subscription) {
        return behind(subscription.type())
                || (subscription.type() == ResourceType.ENDPOINT && subscription.outgoing().opening());
    }

    /** Returns whether a response of that type may be sent now. */
    boolean maySend(ResourceType type) {
        Hold hold = type == ResourceType.ENDPOINT ? endpoints : behind(type) ? routes : null;
        if (hold == null) {
            return true;
        }
        if (!hasWork(type)) {
            // Listeners and routes have one patience: who has nothing to say must not end that of the other.
            if (type == ResourceType.ENDPOINT || !(hasWork(ResourceType.LISTENER) || hasWork(ResourceType.ROUTE))) {
                hold.over();
            }
            return true;
        }
        if (type == ResourceType.ENDPOINT) {
            return hold.free(!opening(ResourceType.CLUSTER));
        }
        boolean ready = isWarm();
        boolean free = hold.free(ready);
        if (free && !ready) {
            warming.clear();
            awaited.clear();
        }
        return free;
    }

    private boolean isWarm() {
        TypeSubscription asked = subscriptions.get(ResourceType.ENDPOINT);
        if (awaited.size() > 0) {
            awaited.removeIf(name -> asked == null || !asked.outgoing().awaits(name));
        }
        return warming.size() == 0 && awaited.size() == 0 && idle(ResourceType.CLUSTER, false)
                && !opening(ResourceType.ENDPOINT);
    }

    /** Returns whether a response of that type may take resources away now. */
    boolean mayTakeAway(ResourceType type) {
        if (type != ResourceType.CLUSTER && type != ResourceType.ENDPOINT) {
            return true;
        }
        TypeSubscription subscription = subscriptions.get(type);
        if (subscription == null || !subscription.outgoing().hasRemovals()) {
            // Looked at only where it matters: a client that is behind may have hundreds of names to look at.
            if (removals.since != null && !removes(ResourceType.CLUSTER) && !removes(ResourceType.ENDPOINT)) {
                removals.over();
            }
            return true;
        }
        return removals.free(idle(ResourceType.LISTENER, true) && idle(ResourceType.ROUTE, true));
    }

    /** A response goes out: clusters in it need their endpoints again, also when these did not change. */
    void sent(Response response) {
        ResourceType type = response.type();
        if (type == ResourceType.CLUSTER) {
            clustersSent(response);
        }
        if (behind(type) || opening(type)) {
            routes.over();
        }
    }

    private void clustersSent(Response response) {
        TypeSubscription asked = subscriptions.get(ResourceType.ENDPOINT);
        TypeSubscription clusters = subscriptions.get(ResourceType.CLUSTER);
        boolean allToCome = response.piece() != null && asked != null && clusters != null
                && asked.outgoing().untouched()
                && asked.isAsked(clusters);
        if (allToCome) {
            return;
        }
        for (Response.Item item : response.items()) {
            if (item.content() == null) {
                warming.remove(item.name());
                awaited.remove(item.name());
            } else if (asked != null && asked.subscribed(item.name())) {
                if (asked.outgoing().again(item.name())) {
                    awaited.put(item.name());
                }
            } else if (asked == null || asked.exists(item.name())) {
                warming.put(item.name());
            }
        }
    }

    /** The client asked for more, or less, of a type: what it asked for of endpoints is owed from now on. */
    void asked(TypeSubscription subscription) {
        if (subscription.type() == ResourceType.ENDPOINT && warming.size() > 0) {
            warming.names().stream().filter(subscription.outgoing()::awaits).forEach(awaited::put);
            // One that is made of others has none of its own.
            warming.removeIf(name -> subscription.subscribed(name) || !subscription.exists(name));
        }
    }

    /** The client answered a response: what it took of endpoints it has. */
    void answered(Response response) {
        if (response.type() == ResourceType.ENDPOINT && awaited.size() > 0) {
            response.items().forEach(item -> awaited.remove(item.name()));
        }
    }

    /** Returns whether something is held back, so that time matters. */
    boolean waits() {
        return endpoints.since != null || routes.since != null || removals.since != null;
    }

    private boolean hasWork(ResourceType type) {
        TypeSubscription subscription = subscriptions.get(type);
        return subscription != null && subscription.outgoing().hasWork(true);
    }

    private boolean opening(ResourceType type) {
        TypeSubscription subscription = subscriptions.get(type);
        return subscription != null && subscription.outgoing().opening();
    }

    private boolean removes(ResourceType type) {
        TypeSubscription subscription = subscriptions.get(type);
        return subscription != null && subscription.outgoing().hasRemovals();
    }

    private boolean idle(ResourceType type, boolean withRemovals) {
        TypeSubscription subscription = subscriptions.get(type);
        return subscription == null
                || (!subscription.outgoing().busy() && !subscription.outgoing().hasWork(withRemovals));
    }

    private final class Hold {

        private @Nullable Long since;

        boolean free(boolean ready) {
            if (ready) {
                since = null;
                return true;
            }
            long now = ticker.nanos();
            Long began = since;
            if (began == null) {
                since = now;
                return false;
            }
            return now - began >= PATIENCE_NANOS;
        }

        void over() {
            since = null;
        }
    }
}
