package io.spillway.control.ads;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What one client has that ends by itself. It is sent with a TTL that ends with the resource, and long before that when this
 * control plane falls silent; heartbeats renew it. The TTL of a response that was Acked began after it was sent, so until
 * that time and a TTL more the client has it for sure; a heartbeat that is Acked only later may have found nothing to renew,
 * and then the whole is sent again. Owned by the stream's executor.
 */
final class Leases {

    /** So long a client keeps it when it hears nothing. */
    static final Duration LONGEST = Duration.ofSeconds(15);
    /** A third of that: one lost heartbeat costs nothing. */
    static final Duration RENEWED_EVERY = Duration.ofSeconds(5);
    /** What has ended is taken out a little later by this node; a client that hears of it does not have to guess. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final AdsContext context;
    private final Map<ResourceType, Map<String, Standing>> standing = new EnumMap<>(ResourceType.class);

    /** Until when the client surely has a resource, and when it was last told to keep it. */
    private record Standing(long sureUntil, long toldNanos) {}

    Leases(AdsContext context) {
        this.context = context;
    }

    /** Returns whether time matters. */
    boolean any() {
        return !standing.isEmpty();
    }

    /** Returns the response with how long the client may keep what ends by itself. */
    Response leased(Response response) {
        if (response.items().stream().allMatch(item -> item.content() == null || item.content().until() == null)) {
            return response;
        }
        Instant now = context.clock().instant();
        List<Response.Item> items = new ArrayList<>();
        for (Response.Item item : response.items()) {
            Versioned content = item.content();
            Instant end = content == null ? null : content.until();
            items.add(end == null || item.lease() != null
                    ? item
                    : new Response.Item(item.name(), content, item.pushes(), new Lease(ttl(end, now), true)));
        }
        return new Response(response.type(), items, response.others());
    }

    private static Duration ttl(Instant end, Instant now) {
        Duration left = Duration.between(now, end).plus(GRACE);
        return left.compareTo(LONGEST) > 0 ? LONGEST : left.compareTo(GRACE) < 0 ? GRACE : left;
    }

    /** Returns the heartbeat that is due of a type, or null; what the client may have lost is owed to it from now on. */
    @Nullable
    Response heartbeat(TypeSubscription subscription) {
        Map<String, Standing> ofType = standing.get(subscription.type());
        if (ofType == null) {
            return null;
        }
        long now = context.ticker().nanos();
        Instant time = context.clock().instant();
        List<Response.Item> due = new ArrayList<>();
        for (Map.Entry<String, Standing> entry : Map.copyOf(ofType).entrySet()) {
            Versioned current = subscription.current(entry.getKey());
            Instant end = current == null ? null : current.until();
            if (current == null || end == null) {
                forget(subscription.type(), entry.getKey());
            } else if (now >= entry.getValue().sureUntil) {
                lost(subscription, entry.getKey());
            } else if (now - entry.getValue().toldNanos >= RENEWED_EVERY.toNanos()) {
                due.add(new Response.Item(entry.getKey(), current, List.of(), new Lease(ttl(end, time), false)));
            }
        }
        return due.isEmpty() ? null : new Response(subscription.type(), due, List.of());
    }

    /** The client answered a response; {@code refused}: with a Nack. */
    void answered(TypeSubscription subscription, Sent.InFlight answered, boolean refused) {
        long now = context.ticker().nanos();
        for (Response.Item item : answered.response().items()) {
            Lease lease = item.lease();
            if (lease == null) {
                continue;
            }
            Map<String, Standing> ofType = standing.getOrDefault(subscription.type(), Map.of());
            Standing before = ofType.get(item.name());
            boolean renewed = before != null && now < before.sureUntil;
            if (!lease.body() && (refused || !renewed)) {
                lost(subscription, item.name());
            } else if (subscription.held().matches(item.name(), item.content())) {
                standing.computeIfAbsent(subscription.type(), _ -> new HashMap<>()).put(item.name(),
                        new Standing(answered.sentNanos() + lease.ttl().toNanos(), answered.sentNanos()));
            }
        }
    }

    private void lost(TypeSubscription subscription, String name) {
        forget(subscription.type(), name);
        subscription.lost(name);
    }

    private void forget(ResourceType type, String name) {
        Map<String, Standing> ofType = standing.get(type);
        if (ofType != null) {
            ofType.remove(name);
            if (ofType.isEmpty()) {
                standing.remove(type);
            }
        }
    }
}
