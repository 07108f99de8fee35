package io.spillway.control.ads;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.service.DeliveryReport.PushState;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the changes and responses to one client: it remembers, and tells those who count. Owned by the stream's executor. */
final class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private final AdsContext context;
    private final Map<ResourceType, Instant> ackedAt = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, String> lastNack = new EnumMap<>(ResourceType.class);

    Outcomes(AdsContext context) {
        this.context = context;
    }

    @Nullable
    Instant ackedAt(ResourceType type) {
        return ackedAt.get(type);
    }

    @Nullable
    String lastNack(ResourceType type) {
        return lastNack.get(type);
    }

    /**
     * The catalog changed: the pushes of that begin. Returns whether there may be something to send: not when it is nothing to
     * the client, nor while the client has to answer before it gets more of that.
     */
    boolean began(Collection<TypeSubscription> subscriptions, CatalogChange change, Push.Cause cause, Due due) {
        boolean any = false;
        for (TypeSubscription subscription : subscriptions) {
            Set<String> names = change.changed(subscription.type());
            any |= !names.isEmpty() && began(subscription, names, new Push(cause, subscription.type(), due))
                    && !subscription.outgoing().busy();
        }
        return any;
    }

    private boolean began(TypeSubscription subscription, Set<String> names, Push push) {
        boolean any = false;
        for (String name : names) {
            if (subscription.outgoing().changed(name, push)) {
                push.carry();
                any = true;
            }
        }
        if (any) {
            push.due().delivery().expect(push.due());
            context.log().add(push);
        }
        return any;
    }

    /** The client uses all of a response. */
    void acked(TypeSubscription subscription, Response response, long nanos) {
        subscription.accepted(response, Map.of());
        response.items().forEach(item -> finish(item.pushes(), PushState.ACKED, nanos, null));
        ackedAt.put(response.type(), context.clock().instant());
    }

    /** The client refused a response, or some of it. */
    void nacked(String node, TypeSubscription subscription, Response response, String said, long nanos) {
        ResourceType type = response.type();
        String error = NackDetail.shown(said);
        lastNack.put(type, error);
        LOG.warn("nack from {}: {}: {}", node, type.shortName(), error);
        context.observer().nacked(node, type, error);
        Set<String> names = new HashSet<>();
        response.items().forEach(item -> names.add(item.name()));
        Map<String, String> rejected = NackDetail.rejected(said, names);
        if (rejected.isEmpty()) {
            if (subscription.refused(response, error)) {
                response.items().forEach(item -> finish(item.pushes(), PushState.NACKED, nanos, error));
            }
            return;
        }
        subscription.accepted(response, rejected);
        for (Response.Item item : response.items()) {
            String why = rejected.get(item.name());
            if (why == null) {
                finish(item.pushes(), PushState.ACKED, nanos, null);
            } else {
                finish(item.pushes(), PushState.NACKED, nanos, item.name() + ": " + why);
            }
        }
    }

    /** These pushes ended so; an earlier end stands. */
    void finish(List<Push> pushes, PushState state, long nanos, @Nullable String detail) {
        for (Push push : pushes) {
            if (push.end(state, nanos, detail)) {
                long took = nanos - push.receivedNanos();
                if (state == PushState.ACKED) {
                    context.observer().acked(push.type(), took);
                }
                tell(push.due().delivery().ended(push.due(), state, took, detail));
            }
        }
    }

    /** The stream failed in the middle of something, so what it took and did not send or count is known to the log only. */
    void abandoned(String node, Instant connectedSince, String reason) {
        finish(context.log().of(node, connectedSince), PushState.GONE, context.ticker().nanos(), reason);
        tell(context.log().abandoned(node, connectedSince));
    }

    /** This stream has looked at a revision, and owes an answer or not. */
    void looked(RevisionDelivery delivery) {
        tell(delivery.looked());
    }

    private void tell(List<RevisionDelivery.Reached> reached) {
        reached.forEach(share -> context.observer().delivered(share.revision(), share.percent(), share.nanos(),
                share.clients()));
    }
}
