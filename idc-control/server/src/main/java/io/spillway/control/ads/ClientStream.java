package io.spillway.control.ads;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import io.grpc.Status;
import io.spillway.control.service.DeliveryReport.PushState;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.document.Shown;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one client. Everything but {@link #views()} runs on the stream's serial executor, which owns all state
 * here; so responses are never written by two threads, and a slow client delays nobody else.
 */
abstract class ClientStream {

    private final AdsContext context;
    private final SerialExecutor serial;
    private final Map<ResourceType, TypeSubscription> subscriptions = new EnumMap<>(ResourceType.class);
    private final Sent sent = new Sent();
    private final Outcomes outcomes;
    private final SendOrder order;
    private final Turn turn;
    private final Owing owing;
    private final Leases leases;
    private final Sight sight;
    private final Instant connectedSince;
    private final Caller caller = Caller.current();
    private volatile @Nullable NodeIdentity node; // written by the executor only
    private @Nullable NodeCatalog catalog;
    private boolean ended;
    private volatile boolean ticking;

    ClientStream(AdsContext context) {
        this.context = context;
        this.serial = new SerialExecutor(EventLoops.current());
        this.outcomes = new Outcomes(context);
        this.order = new SendOrder(context.ticker(), subscriptions);
        this.turn = new Turn(context.backlog(), context.ticker(), this::onTurn);
        this.owing = new Owing(context, this);
        this.leases = new Leases(context);
        this.connectedSince = context.clock().instant();
        this.sight = new Sight(subscriptions, sent, outcomes, connectedSince);
    }

    /** Writes a response. */
    abstract void write(Response response, TypeSubscription subscription, String nonce);

    /** Takes the next response of a type, or null. */
    abstract @Nullable Response next(TypeSubscription subscription, boolean removals);

    /** Returns how many resources the next response of a type may have. */
    abstract int pending(TypeSubscription subscription);

    /** Returns whether such a client lets a resource end when its TTL is over. */
    abstract boolean letsEnd(NodeIdentity who);

    /** Returns whether the transport has taken all that was written. */
    abstract boolean drained();

    /** Ends the call with an error. */
    abstract void fail(Status status);

    final void run(Runnable task) {
        serial.execute(() -> guarded(task));
    }

    /** For gRPC's threads: does it at once when this thread is the stream's. */
    final void runHere(Runnable task) {
        serial.executeHere(() -> guarded(task));
    }

    private boolean concerns(CatalogChange change, Push.Cause cause, RevisionDelivery delivery) {
        NodeIdentity who = node;
        return who != null && outcomes.began(subscriptions.values(), change, cause,
                new Due(delivery, who.id(), connectedSince, !who.isSync()));
    }

    private void guarded(Runnable task) {
        guarded(() -> true, task);
    }

    private void guarded(BooleanSupplier wanted, Runnable task) {
        if (ended) {
            return;
        }
        try {
            if (wanted.getAsBoolean()) {
                task.run();
                if (!ended) {
                    refresh();
                }
            }
        } catch (RuntimeException bug) {
            // What it took and did not send would be lost; on a new stream the client says what it has.
            if (!ended) {
                fail(Status.INTERNAL.withDescription("this stream failed: " + bug));
                end("failed: " + bug);
                outcomes.abandoned(name(), connectedSince, "failed: " + bug);
            }
            throw bug;
        }
    }

    /** Returns the event loop that owns this stream. */
    final Executor loop() {
        return serial.loop();
    }

    /** A change of the catalog; called on the stream's loop, in its turn. */
    final void onChange(CatalogChange change, Push.Cause cause, RevisionDelivery delivery) {
        serial.executeHere(() -> {
            try {
                // Most changes are nothing to most clients, or wait for an answer: then there is nothing to send, nor to see.
                guarded(() -> concerns(change, cause, delivery), this::pump);
            } finally {
                outcomes.looked(delivery);
            }
        });
    }

    /** There is a new question to clients; called by any thread. */
    final void look() {
        run(() -> {});
    }

    /** Returns the name of the client; empty before it said it. */
    final String name() {
        NodeIdentity who = node;
        return who == null ? "" : who.id();
    }

    /** Time passes; called by the timer's thread. */
    final void onTick() {
        if (ticking) {
            run(this::tick);
        }
    }

    /** The call ended. */
    final void onEnd(String reason) {
        run(() -> end(reason));
    }

    final @Nullable NodeIdentity identity() {
        return node;
    }

    /** Returns the certificate of a client that said who it is; null in the clear. For any thread. */
    final @Nullable PresentedCertificate presented() {
        return node == null ? null : caller.presented(connectedSince);
    }

    final List<DataPlaneView> views() {
        NodeIdentity who = node;
        return who == null ? List.of() : sight.views(who);
    }

    /**
     * Returns the same with what the client should have, compared on the stream's executor; {@code all}: also where nothing is
     * known to differ.
     */
    final CompletableFuture<List<DataPlaneView>> compared(boolean all) {
        CompletableFuture<List<DataPlaneView>> answer = new CompletableFuture<>();
        serial.execute(() -> answer.complete(views().stream().map(view -> sight.compared(view, all)).toList()));
        return answer;
    }

    final void cut(Status status) {
        run(() -> {
            fail(status);
            end(status.getCode() + ": " + status.getDescription());
        });
    }

    /** Learns who the client is from its first request. Returns false when the stream was refused. */
    final boolean identify(io.envoyproxy.envoy.config.core.v3.Node xdsNode) {
        if (node != null) {
            return true;
        }
        NodeIdentity identity = NodeIdentity.of(xdsNode);
        String refusal = identity.refusal(context.ownIdc());
        if (!refusal.isEmpty()) {
            fail(Status.INVALID_ARGUMENT.withDescription(refusal));
            end(refusal);
            return false;
        }
        String mismatch = caller.mismatch(identity, context.ownIdc());
        if (!mismatch.isEmpty()) {
            context.observer().refused("identity");
            fail(Status.PERMISSION_DENIED.withDescription(mismatch));
            end(mismatch);
            return false;
        }
        node = identity;
        catalog = new NodeCatalog(context.newest(), identity, letsEnd(identity),
                context.grpc().toldTo(identity));
        context.observer().connected(identity);
        ClientStream oldest = context.admission().identified(identity.id(), this);
        if (oldest != null) {
            context.observer().refused("node-streams");
            oldest.cut(Status.ABORTED.withDescription("node " + identity.id() + " began another stream (expected: "
                    + context.limits().streamsPerNode() + " at most)"));
        }
        return true;
    }

    /** Returns whether a client may have so many names of a type, with these among them; else its stream has ended. */
    final boolean mayName(ResourceType type, int names, Collection<String> fresh) {
        AdsLimits.Excess excess = context.limits().excess(type, names, fresh);
        if (excess == null) {
            return true;
        }
        if (excess.counted()) {
            context.observer().refused("names");
        }
        fail(excess.status());
        end(excess.why());
        return false;
    }

    /** Returns whether so many names may be counted as they come; more may be the same few over and over. */
    final boolean areFew(int names) {
        return names <= context.limits().names();
    }

    /**
     * Returns what a client held that says this digest of it; null: nobody knows, and the stream has ended, for the client to say
     * all versions on the next one.
     */
    final @Nullable Map<String, String> returned(ResourceType type, String digest) {
        NodeIdentity who = node;
        NodeCatalog visible = catalog;
        Map<String, String> world = who == null || visible == null
                ? null
                : context.farewells().world(who, type, digest, visible);
        if (world == null) {
            String why = "node.metadata." + XdsNames.NODE_WORLD + ": " + Shown.text(digest) + " of " + type.shortName()
                    + " (expected: what a registry-sync of " + (who == null ? "?" : who.idc())
                    + " held when it left this node, or what it may have now, else initial_resource_versions)";
            fail(Status.FAILED_PRECONDITION.withDescription(why));
            end(why);
        }
        return world;
    }

    final @Nullable TypeSubscription known(ResourceType type) {
        return subscriptions.get(type);
    }

    final TypeSubscription create(ResourceType type) {
        NodeCatalog visible = catalog;
        if (visible == null) {
            throw new IllegalStateException("identify comes first");
        }
        TypeSubscription created = new TypeSubscription(type, visible);
        subscriptions.put(type, created);
        return created;
    }

    /** Returns the responses that the client has not answered. */
    final Sent sent() {
        return sent;
    }

    /** The client answered the response in flight; {@code error}: null for an Ack. */
    final void answer(ResourceType type, @Nullable String error, long nanos) {
        Sent.InFlight waiting = sent.take(type);
        TypeSubscription subscription = subscriptions.get(type);
        if (waiting == null || subscription == null) {
            return;
        }
        subscription.outgoing().busy(false);
        Response response = waiting.response();
        if (error == null) {
            outcomes.acked(subscription, response, nanos);
        } else {
            outcomes.nacked(node == null ? "" : node.id(), subscription, response, error, nanos);
        }
        order.answered(response);
        leases.answered(subscription, waiting, error != null);
        owing.answered(subscription, response, waiting.number());
    }

    /** The client's subscription of a type has changed. */
    final void asked(TypeSubscription subscription) {
        order.asked(subscription);
    }

    /** Sends whatever may be sent now. */
    final void pump() {
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
            if (turn.allows(pending(subscription))) {
                Response heartbeat = leases.heartbeat(subscription);
                Response changed = next(subscription, order.mayTakeAway(type));
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

    /** Others may come when the client is through with what is much, and has read it. */
    private void leaveTurn() {
        if (turn.taken() && drained() && subscriptions.values().stream().noneMatch(one -> one.outgoing().opening())) {
            turn.leave();
        }
    }

    private void onTurn() {
        run(() -> {
            pump();
            if (!turn.taken()) {
                turn.leave();
            }
        });
    }

    /** The transport took all that was written; called by gRPC's threads. */
    final void onDrained() {
        run(this::leaveTurn);
    }

    private void send(TypeSubscription subscription, Response response) {
        long now = context.ticker().nanos();
        write(response, subscription, sent.add(response, now));
        subscription.outgoing().busy(true);
        order.sent(response);
        response.items().forEach(item -> item.pushes()
                .forEach(push -> context.observer().sent(response.type(), now - push.receivedNanos())));
    }

    private void tick() {
        long now = context.ticker().nanos();
        String stuck = sent.stuck(now, context.stuckAfter());
        if (stuck != null) {
            context.observer().refused("stuck");
            fail(Status.DEADLINE_EXCEEDED.withDescription(stuck));
            end(stuck);
            return;
        }
        turn.tick();
        pump();
    }

    private void refresh() {
        NodeIdentity who = node;
        owing.look(who, subscriptions.get(ResourceType.ENDPOINT), sent.last());
        ticking = !sent.isEmpty() || order.waits() || turn.taken() || owing.any() || leases.any();
        if (who != null) {
            sight.refresh();
        }
    }

    private void end(String reason) {
        ended = true;
        ticking = false;
        turn.leave();
        sight.clear();
        context.streams().remove(this);
        context.receipts().gone(this);
        context.admission().ended(node == null ? "" : node.id(), this);
        long now = context.ticker().nanos();
        subscriptions.values()
                .forEach(subscription -> outcomes.finish(subscription.outgoing().waiting(), PushState.GONE, now,
                        reason));
        NodeIdentity who = node;
        if (who != null) {
            subscriptions.values().forEach(subscription -> context.farewells().gone(who, subscription));
        }
        subscriptions.values().forEach(TypeSubscription::end);
        sent.all().forEach(waiting -> waiting.response().items()
                .forEach(item -> outcomes.finish(item.pushes(), PushState.GONE, now, reason)));
        if (who != null) {
            context.observer().disconnected(who, reason);
        }
    }
}
