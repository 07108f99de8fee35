package io.spillway.control.ads;

import java.util.Collection;

import io.spillway.control.service.DeliveryReport.PushState;
import org.jspecify.annotations.Nullable;

/** What is left when a stream ends: nobody waits any more for what its client has not answered. */
final class Parting {

    private Parting() {}

    /** Closes what was to be sent and what was not answered, and remembers what the client held; null: it never said who it is. */
    static void of(AdsContext context, @Nullable NodeIdentity who, Collection<TypeSubscription> subscriptions,
            Sent sent,
            Outcomes outcomes, String reason) {
        long now = context.ticker().nanos();
        subscriptions.forEach(
                subscription -> outcomes.finish(subscription.outgoing().waiting(), PushState.GONE, now, reason));
        if (who != null) {
            subscriptions.forEach(subscription -> context.farewells().gone(who, subscription));
        }
        subscriptions.forEach(TypeSubscription::end);
        sent.all().forEach(waiting -> waiting.response().items()
                .forEach(item -> outcomes.finish(item.pushes(), PushState.GONE, now, reason)));
        if (who != null) {
            context.observer().disconnected(who, reason);
        }
    }
}
