package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.route.Treatment;
import io.spillway.gateway.snapshot.ListenerRole;
import org.jspecify.annotations.Nullable;

/**
 * A request's way to its first attempt: it is routed, waits for its cluster where the gateway subscribes on demand, and gets
 * what its route does beside sending on. Owned by its exchange, on its event loop.
 */
final class Arrival {
    private final Exchange exchange;
    /** Null in a gateway that subscribes everything. */
    private final @Nullable Visit visit;
    /** Null for a route that only sends on. */
    private @Nullable Treated treated;

    Arrival(Exchange exchange) {
        this.exchange = exchange;
        WaitingRoom room = exchange.worker().waitingRoom();
        this.visit = room == null ? null : new Visit(exchange, room);
    }

    void begin() {
        switch (Routing.of(exchange.worker(), exchange.request(), exchange.downstream().output().client(),
                exchange.passage())) {
            case Routing.Answer answer -> answer(answer);
            case Routing.To to -> go(to);
            case Routing.Await await -> {
                OwnAnswer refusal = visit == null ? null : visit.await(await);
                if (refusal != null) {
                    exchange.answer(refusal);
                }
            }
        }
    }

    /** The cluster that the request waited for has come. */
    void arrived(Routing routed) {
        exchange.downstream().deadline().clear();
        switch (routed) {
            case Routing.To to -> go(to);
            case Routing.Answer answer -> answer(answer);
            case Routing.Await await -> throw new IllegalStateException("waits twice for " + await.cluster());
        }
    }

    private void answer(Routing.Answer routed) {
        exchange.passage().edits = routed.edits();
        exchange.answer(routed.answer());
    }

    private void go(Routing.To to) {
        exchange.passage().subset = to.subset();
        if (visit != null) {
            visit.begin(to.cluster().name());
        }
        // What the first gateway has done is not done again by the second.
        Treatment treatment = exchange.request().role() == ListenerRole.CROSSING ? null : to.action().treatment();
        if (treatment == null) {
            exchange.course().begin(to);
        } else {
            treat(to, treatment);
        }
    }

    private void treat(Routing.To to, Treatment treatment) {
        Treated with = new Treated(exchange, exchange.worker(), treatment);
        treated = with;
        exchange.passage().edits = treatment.response();
        exchange.passage().cookie = to.cookie();
        exchange.course().choose(to);
        with.begin(exchange.course());
    }

    /** The request is complete: a copy of it may be sent now. */
    void onBodyEnd() {
        if (treated != null && !treated.waiting()) {
            treated.mirror();
        }
    }

    /** The deadline of the exchange has come; returns whether it was set for something on this way. */
    boolean onDeadline() {
        if (visit != null && visit.waiting()) {
            exchange.answer(visit.late());
            return true;
        }
        if (treated != null && treated.waiting()) {
            treated.goOn(exchange.course());
            return true;
        }
        return false;
    }

    /** Returns what the route does beside sending on, or null. */
    @Nullable
    Treatment treatment() {
        return treated == null ? null : treated.treatment();
    }

    /** The exchange is over. */
    void end() {
        if (visit != null) {
            visit.end(exchange.worker().now());
        }
    }
}
