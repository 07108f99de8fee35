package io.spillway.control.ads;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Make before break: clusters and their endpoints first; listeners and routes when the client has Acked these and is
 * <em>warming</em> no cluster, that is when it has asked for the endpoints of every cluster it was sent; clusters that nobody
 * uses any more are taken away last. A client that does not answer, or never asks, holds the rest back for a second only.
 * Owned by the stream's executor.
 */
final class SendOrder {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Ticker ticker;
    private final Map<ResourceType, TypeSubscription> subscriptions;
    /** Clusters that the client was sent and whose endpoints it has not asked for. */
    private final NameTable<String> warming = new NameTable<>(Function.identity());
    private final Hold routes = new Hold();
    private final Hold removals = new Hold();

    SendOrder(Ticker ticker, Map<ResourceType, TypeSubscription> subscriptions) {
        this.ticker = ticker;
        this.subscriptions = subscriptions;
    }

    /** Returns whether resources of that type name others that must be there first. */
    static boolean behind(ResourceType type) {
        return type == ResourceType.LISTENER || type == ResourceType.ROUTE;
    }

    /** Returns whether a response of that type may be sent now. */
    boolean maySend(ResourceType type) {
        if (!behind(type)) {
            return true;
        }
        TypeSubscription subscription = subscriptions.get(type);
        if (subscription == null || !subscription.hasWork(true)) {
            return true;
        }
        boolean ready = warming.size() == 0 && idle(ResourceType.CLUSTER, false) && idle(ResourceType.ENDPOINT, false);
        boolean free = routes.free(ready);
        if (free && !ready) {
            warming.clear();
        }
        return free;
    }

    /** Returns whether a response of that type may take resources away now. */
    boolean mayTakeAway(ResourceType type) {
        if (type != ResourceType.CLUSTER && type != ResourceType.ENDPOINT) {
            return true;
        }
        TypeSubscription subscription = subscriptions.get(type);
        if (subscription == null || !subscription.hasRemovals()) {
            return true;
        }
        return removals.free(idle(ResourceType.LISTENER, true) && idle(ResourceType.ROUTE, true));
    }

    /** A response goes out: clusters in it need their endpoints again, also when these did not change. */
    void sent(Response response) {
        if (response.type() == ResourceType.CLUSTER) {
            TypeSubscription endpoints = subscriptions.get(ResourceType.ENDPOINT);
            for (Response.Item item : response.items()) {
                if (item.content() == null) {
                    warming.remove(item.name());
                } else if (endpoints != null && endpoints.subscribed(item.name())) {
                    endpoints.again(item.name());
                } else if (endpoints == null || endpoints.exists(item.name())) {
                    warming.put(item.name());
                }
            }
        }
        if (behind(response.type())) {
            routes.over();
        }
    }

    /** The client asked for more, or less, of a type: what it asked for of endpoints is owed from now on. */
    void asked(TypeSubscription subscription) {
        if (subscription.type() == ResourceType.ENDPOINT && warming.size() > 0) {
            // One that is made of others has none of its own.
            warming.removeIf(name -> subscription.subscribed(name) || !subscription.exists(name));
        }
    }

    /** Returns whether something is held back, so that time matters. */
    boolean waits() {
        return routes.since != null || removals.since != null;
    }

    private boolean idle(ResourceType type, boolean withRemovals) {
        TypeSubscription subscription = subscriptions.get(type);
        return subscription == null || (!subscription.busy() && !subscription.hasWork(withRemovals));
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
