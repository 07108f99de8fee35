package io.spillway.control.ads;

import java.util.Map;

import io.spillway.control.service.DeliveryReport.PushState;
import io.spillway.control.snapshot.ResourceType;

/** What a stream sends, in which order, and when it is its turn. Owned by the stream's executor. */
final class Sending {

    private final AdsContext context;
    private final ClientStream stream;
    private final Map<ResourceType, TypeSubscription> subscriptions;
    private final Sent sent;
    private final Outcomes outcomes;
    private final SendOrder order;
    private final Turn turn;
    private final Leases leases;

    /** Creates it for a stream with these subscriptions and these unanswered responses, which stay the stream's. */
    Sending(AdsContext context, ClientStream stream, Map<ResourceType, TypeSubscription> subscriptions, Sent sent,
            Outcomes outcomes) {
        this.context = context;
        this.stream = stream;
        this.subscriptions = subscriptions;
        this.sent = sent;
        this.outcomes = outcomes;
        this.order = new SendOrder(context.ticker(), subscriptions);
        this.turn = new Turn(context.backlog(), context.ticker(), this::onTurn);
        this.leases = new Leases(context);
    }

    /** Sends whatever may be sent now. */
    void pump() {
        boolean waits = false;
        for (ResourceType type : ResourceType.values()) {
            TypeSubscription subscription = subscriptions.get(type);
            // The patience of the sending order does not run while clusters or endpoints wait for their turn.
            if (subscription == null || sent.has(type) || (waits && SendOrder.behind(subscription))) {
                continue;
            }
            outcomes.finish(subscription.outgoing().settled(), PushState.ACKED, context.ticker().nanos(), null);
            if (!order.maySend(type)) {
                continue;
            }
            if (turn.allows(stream.pending(subscription))) {
                Response heartbeat = leases.heartbeat(subscription);
                Response changed = stream.next(subscription, order.mayTakeAway(type));
                Response response = changed != null ? changed : heartbeat;
                if (response != null) {
                    send(subscription, leases.leased(response));
                }
            } else {
                waits = true;
            }
        }
        leaveTurn();
    }

    private void send(TypeSubscription subscription, Response response) {
        long now = context.ticker().nanos();
        stream.write(response, subscription, sent.add(response, now));
        subscription.outgoing().busy(true);
        order.sent(response);
        response.items().forEach(item -> item.pushes()
                .forEach(push -> context.observer().sent(response.type(), now - push.receivedNanos())));
    }

    /** Others may come when the client is through with what is much, and has read it. */
    void leaveTurn() {
        if (turn.taken() && stream.drained()
                && subscriptions.values().stream().noneMatch(one -> one.outgoing().opening())) {
            turn.leave();
        }
    }

    private void onTurn() {
        stream.run(() -> {
            pump();
            if (!turn.taken()) {
                turn.leave();
            }
        });
    }

    /** Time passes. */
    void tick() {
        turn.tick();
        pump();
    }

    /** The client answered a response. */
    void answered(TypeSubscription subscription, Sent.InFlight waiting, boolean refused) {
        order.answered(waiting.response());
        leases.answered(subscription, waiting, refused);
    }

    /** The client's subscription of a type has changed. */
    void asked(TypeSubscription subscription) {
        order.asked(subscription);
    }

    /** Returns whether something is to happen that nobody but time tells of. */
    boolean waits() {
        return order.waits() || turn.taken() || leases.any();
    }

    /** Nothing more is sent. */
    void leave() {
        turn.leave();
    }
}
