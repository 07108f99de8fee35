package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.Turn;
import io.spillway.gateway.proxy.upstream.Introduction;
import io.spillway.gateway.proxy.upstream.Way;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ProxyProtocol;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.gateway.snapshot.UpstreamProtocol;
import io.spillway.gateway.snapshot.XdsCluster;

/** Decides how a request travels to an endpoint. Stateless; used on event loops. */
final class Ways {
    private Ways() {}

    static Way of(Request request, XdsCluster cluster, Endpoint endpoint, ClientOutput client) {
        Turn turn = request.gate().turn();
        ProxyProtocol proxy = cluster.policy().proxyProtocol();
        if (turn == null && proxy == null) {
            return Way.to(cluster);
        }
        boolean gateway = endpoint.role() == Endpoint.Role.GATEWAY;
        Way way = turn == null ? Way.to(cluster) : gateway ? across(turn, endpoint) : within(turn, cluster);
        return proxy == null || gateway ? way : way.introducing(introduction(proxy, request, client));
    }

    /** TLS ends both halves of a connection together, a stream does not. */
    private static Way across(Turn turn, Endpoint gateway) {
        return gateway.transport() instanceof Transport.Crossing ? stream(turn) : Way.HTTP1;
    }

    private static Way within(Turn turn, XdsCluster cluster) {
        if (cluster.protocol() == UpstreamProtocol.HTTP2) {
            return stream(turn);
        }
        return turn.connect() ? Way.OCTETS : Way.HTTP1;
    }

    private static Way stream(Turn turn) {
        return turn.connect() ? Way.TUNNEL : Way.UPGRADE;
    }

    /** Between IDCs the first gateway says who the client is, and does not know of its port. */
    private static Introduction introduction(ProxyProtocol version, Request request, ClientOutput client) {
        String told = request.fromGateway() ? request.joined(Field.X_FORWARDED_FOR) : null;
        if (told == null) {
            return new Introduction(version, client.client(), client.clientPort(), client.reached());
        }
        String last = told.substring(told.lastIndexOf(',') + 1).strip();
        return new Introduction(version, last, 0, client.reached());
    }
}
