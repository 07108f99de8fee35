package io.spillway.gateway.proxy.forward;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.route.Treatment;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/** Makes the head that an endpoint gets out of the client's. Stateless; used on event loops. */
final class EndpointHead {
    private EndpointHead() {}

    /**
     * What an endpoint is told instead of the client's words.
     *
     * @param host the host to ask for, or null
     * @param traceparent of which span its work is a part, or null
     */
    record Words(@Nullable String host, @Nullable String traceparent) {}

    /** Returns the head for that attempt's endpoint, which is told of the attempt's span if there is one. */
    static ByteBuf write(Exchange exchange, Attempt attempt, int room) {
        return write(exchange, attempt.endpoint(), attempt.cluster(), new Words(
                exchange.course().aim().rewrittenHost(), attempt.span == null ? null : attempt.span.traceparent()),
                room);
    }

    /** Returns the head for that endpoint, which is told what the client said. */
    static ByteBuf write(Exchange exchange, Endpoint endpoint, XdsCluster cluster) {
        return write(exchange, endpoint, cluster, new Words(exchange.course().aim().rewrittenHost(), null), 0);
    }

    /**
     * Returns the head for an endpoint of a cluster.
     *
     * @param words what it is told that the client did not say
     * @param room octets that shall fit into the buffer behind the head
     */
    static ByteBuf write(Exchange exchange, Endpoint endpoint, XdsCluster cluster, Words words, int room) {
        String crossing = endpoint.role() == Endpoint.Role.GATEWAY ? cluster.crossingName() : "";
        Treatment treatment = exchange.arrival().treatment();
        ClientOutput output = exchange.downstream().output();
        RequestEdits edits = new RequestEdits(output.client(), crossing, exchange.subset(),
                exchange.course().aim().rewrittenPath(),
                words.host(), treatment == null ? null : treatment.request(),
                crossing.isEmpty() ? null : exchange.bounds().namedClass(), words.traceparent(),
                exchange.course().time().left(!crossing.isEmpty()),
                exchange.request().webSocketKey(exchange.worker().random()));
        RequestHeadWriter heads = exchange.worker().requestHeads();
        ByteBuf out = output.allocator().directBuffer(heads.estimate(exchange.request(), edits) + room);
        heads.write(out, exchange.request(), edits);
        return out;
    }
}
