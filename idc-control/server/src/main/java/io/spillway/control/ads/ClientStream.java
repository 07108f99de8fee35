package io.spillway.control.ads;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.grpc.Status;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one client. Everything but {@link #views()} runs on the stream's serial executor, which owns all state
 * here; so responses are never written by two threads, and a slow client delays nobody else.
 */
abstract class ClientStream {

    private final AdsContext context;
    private final StreamTasks tasks;
    private final Map<ResourceType, TypeSubscription> subscriptions = new EnumMap<>(ResourceType.class);
    private final Sent sent = new Sent();
    private final Outcomes outcomes;
    private final Sending sending;
    private final Owing owing;
    private final Sight sight;
    private final Instant connectedSince;
    private final Introduction introduction;
    private volatile boolean ticking;

    ClientStream(AdsContext context) {
        this.context = context;
        this.tasks = new StreamTasks(this::refresh, this::failed);
        this.outcomes = new Outcomes(context);
        this.sending = new Sending(context, this, subscriptions, sent, outcomes);
        this.owing = new Owing(context, this);
        this.connectedSince = context.clock().instant();
        this.introduction = new Introduction(context, connectedSince);
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
        tasks.run(task);
    }

    /** For gRPC's threads: does it at once when this thread is the stream's. */
    final void runHere(Runnable task) {
        tasks.runHere(task);
    }

    private boolean concerns(CatalogChange change, Push.Cause cause, RevisionDelivery delivery) {
        NodeIdentity who = introduction.who();
        return who != null && outcomes.began(subscriptions.values(), change, cause,
                new Due(delivery, who.id(), connectedSince, !who.isSync()));
    }

    /** What it took and did not send would be lost; on a new stream the client says what it has. */
    private void failed(RuntimeException bug) {
        fail(Status.INTERNAL.withDescription("this stream failed: " + bug));
        end("failed: " + bug);
        outcomes.abandoned(name(), connectedSince, "failed: " + bug);
    }

    /** Returns the event loop that owns this stream. */
    final Executor loop() {
        return tasks.loop();
    }

    /** A change of the catalog; called on the stream's loop, in its turn. */
    final void onChange(CatalogChange change, Push.Cause cause, RevisionDelivery delivery) {
        // Most changes are nothing to most clients, or wait for an answer: then there is nothing to send, nor to see.
        tasks.runHere(() -> concerns(change, cause, delivery), sending::pump, () -> outcomes.looked(delivery));
    }

    /** There is a new question to clients; called by any thread. */
    final void look() {
        run(() -> {});
    }

    /** Returns the name of the client; empty before it said it. */
    final String name() {
        return introduction.name();
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
        return introduction.who();
    }

    /** Returns the certificate of a client that said who it is; null in the clear. For any thread. */
    final @Nullable PresentedCertificate presented() {
        return introduction.presented();
    }

    final List<DataPlaneView> views() {
        NodeIdentity who = introduction.who();
        return who == null ? List.of() : sight.views(who);
    }

    /**
     * Returns the same with what the client should have, compared on the stream's executor; {@code all}: also where nothing is
     * known to differ.
     */
    final CompletableFuture<List<DataPlaneView>> compared(boolean all) {
        CompletableFuture<List<DataPlaneView>> answer = new CompletableFuture<>();
        tasks.ask(() -> answer.complete(views().stream().map(view -> sight.compared(view, all)).toList()));
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
        if (introduction.who() != null) {
            return true;
        }
        Introduction.Heard heard = introduction.hear(xdsNode, this::letsEnd);
        if (heard instanceof Introduction.Refused(Status status, String why)) {
            return refused(status, why);
        }
        NodeIdentity identity = ((Introduction.Known) heard).who();
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
        return refused(excess.status(), excess.why());
    }

    /** Ends the stream of a client that wants what it cannot have; false. */
    private boolean refused(Status status, String why) {
        fail(status);
        end(why);
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
        Map<String, String> world = introduction.world(type, digest);
        if (world == null) {
            String why = introduction.unknownWorld(type, digest);
            boolean _ = refused(Status.FAILED_PRECONDITION.withDescription(why), why);
        }
        return world;
    }

    final @Nullable TypeSubscription known(ResourceType type) {
        return subscriptions.get(type);
    }

    final TypeSubscription create(ResourceType type) {
        TypeSubscription created = new TypeSubscription(type, introduction.catalog());
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
            outcomes.nacked(name(), subscription, response, error, nanos);
        }
        sending.answered(subscription, waiting, error != null);
        owing.answered(subscription, response, waiting.number());
    }

    /** The client's subscription of a type has changed. */
    final void asked(TypeSubscription subscription) {
        sending.asked(subscription);
    }

    /** Sends whatever may be sent now. */
    final void pump() {
        sending.pump();
    }

    /** The transport took all that was written; called by gRPC's threads. */
    final void onDrained() {
        run(sending::leaveTurn);
    }

    private void tick() {
        long now = context.ticker().nanos();
        String stuck = sent.stuck(now, context.stuckAfter());
        if (stuck != null) {
            context.observer().refused("stuck");
            boolean _ = refused(Status.DEADLINE_EXCEEDED.withDescription(stuck), stuck);
            return;
        }
        sending.tick();
    }

    private void refresh() {
        NodeIdentity who = introduction.who();
        owing.look(who, subscriptions.get(ResourceType.ENDPOINT), sent.last());
        ticking = !sent.isEmpty() || sending.waits() || owing.any();
        if (who != null) {
            sight.refresh();
        }
    }

    private void end(String reason) {
        tasks.end();
        ticking = false;
        sending.leave();
        sight.clear();
        context.streams().remove(this);
        context.receipts().gone(this);
        context.admission().ended(name(), this);
        Parting.of(context, introduction.who(), subscriptions.values(), sent, outcomes, reason);
    }
}
