package io.spillway.gateway.proxy.forward;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.balance.Selection;
import io.spillway.gateway.balance.SelectionContext;
import io.spillway.gateway.proxy.mirror.Copy;
import io.spillway.gateway.proxy.mirror.Mirrors;
import io.spillway.gateway.route.FaultInjection;
import io.spillway.gateway.route.Mirror;
import io.spillway.gateway.route.Treatment;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * One request of a route that does more than sending on: the fault that may be made and the copy that may be sent. What it
 * does is drawn when the request is routed. Owned by its exchange, on its event loop.
 */
final class Treated {
    private final Exchange exchange;
    private final Worker worker;
    private final Treatment treatment;
    private final FaultInjection.Drawn fault;
    private @Nullable Mirror mirror;
    private boolean waiting;

    Treated(Exchange exchange, Worker worker, Treatment treatment) {
        this.exchange = exchange;
        this.worker = worker;
        this.treatment = treatment;
        FaultInjection injection = treatment.fault();
        this.fault = injection == null
                ? FaultInjection.Drawn.NOTHING
                : injection.draw(worker.shared().clock().instant(), worker.random());
        Mirror target = treatment.mirror();
        this.mirror = target != null && target.draw(worker.random()) ? target : null;
    }

    Treatment treatment() {
        return treatment;
    }

    /** Holds the request for as long as the fault says, then lets it go on. */
    void begin(Course course) {
        if (fault.delayNanos() > 0) {
            waiting = true;
            exchange.downstream().deadline().set(worker.now() + fault.delayNanos());
        } else {
            goOn(course);
        }
    }

    /** The fault's delay is over, or there was none. */
    void goOn(Course course) {
        waiting = false;
        OwnAnswer abort = abort();
        if (abort != null) {
            exchange.answer(abort);
        } else {
            mirror();
            course.begin();
        }
    }

    /** Returns the answer that the fault gives, or null. */
    private @Nullable OwnAnswer abort() {
        return fault.status() == 0
                ? null
                : new OwnAnswer(fault.status(), "fault", "a fault of the route, made on purpose until "
                        + (treatment.fault() == null ? "" : treatment.fault().expires()));
    }

    /** Tells whether the request is being held. */
    boolean waiting() {
        return waiting;
    }

    /**
     * Sends the copy when there is to be one and the request is complete; to be called before the request itself is given
     * away, because its head and body may be gone afterwards. The copy leaves after it.
     */
    void mirror() {
        Mirror target = mirror;
        if (target == null || !exchange.requestComplete() || exchange.request().gate().turn() != null) {
            return;
        }
        mirror = null;
        WaitingRoom room = worker.waitingRoom();
        if (room != null) {
            room.touch(target.cluster());
        }
        XdsCluster whole = worker.snapshot().cluster(target.cluster());
        XdsCluster cluster = whole == null ? null : whole.part(null);
        if (cluster == null) {
            worker.mirrors().dropped(target.cluster(), Mirrors.NO_ENDPOINT);
            return;
        }
        BodyStore store = exchange.store();
        if (!store.whole() || store.size() > worker.shared().settings().replayBytes()) {
            worker.mirrors().dropped(cluster.service(), Mirrors.BODY);
        } else if (worker.mirrors().admits(cluster.service(), store.size())) {
            switch (worker.balancer().select(cluster, worker.states(), SelectionContext.FIRST, worker.random())) {
                case Selection.NoEndpoint _ -> worker.mirrors().dropped(cluster.service(), Mirrors.NO_ENDPOINT);
                case Selection.Selected selected -> worker.mirrors().send(cluster, selected.endpoint(),
                        copy(target, cluster, selected));
            }
        }
    }

    private Copy copy(Mirror target, XdsCluster cluster, Selection.Selected selected) {
        BodyStore store = exchange.store();
        List<ByteBuf> body = new ArrayList<>(store.octets().size());
        for (ByteBuf octets : store.octets()) {
            body.add(octets.retainedDuplicate());
        }
        ByteBuf trailers = store.trailers();
        Request request = exchange.request();
        return new Copy(head(target, cluster, selected.endpoint()), body,
                trailers == null ? null : trailers.retainedDuplicate(), request.isHead(), request.bodyForm());
    }

    /** Returns the head of the copy for that endpoint. */
    private ByteBuf head(Mirror target, XdsCluster cluster, Endpoint endpoint) {
        String rewritten = exchange.course().aim().rewrittenHost();
        String host = target.host(rewritten == null ? exchange.request().authority() : rewritten);
        return EndpointHead.write(exchange, endpoint, cluster, new EndpointHead.Words(host, null), 0);
    }
}
