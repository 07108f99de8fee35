package io.spillway.gateway.proxy.upstream;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ProxyProtocol;
import io.spillway.gateway.snapshot.UpstreamProtocol;
import io.spillway.gateway.snapshot.XdsCluster;
import org.jspecify.annotations.Nullable;

/**
 * How a request travels to an endpoint.
 *
 * @param kind what is spoken on the connection
 * @param introduction what the endpoint is told first about whom the connection is for; null for nothing, then anybody's
 *        requests may use it
 */
public record Way(Kind kind, @Nullable Introduction introduction) {
    /** What is spoken on a connection. */
    public enum Kind {
        /** One request at a time. */
        HTTP1,
        /** Many requests at a time. */
        HTTP2,
        /** Whatever the client speaks: a connection that is open counts as the answer, and is never used twice. */
        OCTETS,
        /**
         * A stream of HTTP/2 that becomes a tunnel (CONNECT, RFC 9113 section 8.5). Behind a handshake of TLS the other end
         * may choose HTTP/1.1, then it is {@link #HTTP1}.
         */
        TUNNEL,
        /** The same for a protocol by name (RFC 8441), if the other end offers that. */
        UPGRADE
    }

    /** One request at a time, of anybody. */
    public static final Way HTTP1 = new Way(Kind.HTTP1, null);
    /** Many requests at a time, of anybody. */
    public static final Way HTTP2 = new Way(Kind.HTTP2, null);
    /** Octets. */
    public static final Way OCTETS = new Way(Kind.OCTETS, null);
    /** A tunnel as one stream of many. */
    public static final Way TUNNEL = new Way(Kind.TUNNEL, null);
    /** A connection of another protocol as one stream of many. */
    public static final Way UPGRADE = new Way(Kind.UPGRADE, null);

    /** Returns the way of requests to a cluster's endpoints. */
    public static Way to(XdsCluster cluster) {
        return cluster.protocol() == UpstreamProtocol.HTTP2 ? HTTP2 : HTTP1;
    }

    /** Returns the way of what the gateway itself asks of an endpoint, on nobody's behalf. */
    public static Way own(XdsCluster cluster, Endpoint endpoint) {
        ProxyProtocol proxy = cluster.policy().proxyProtocol();
        return proxy == null || endpoint.role() == Endpoint.Role.GATEWAY
                ? to(cluster)
                : to(cluster).introducing(new Introduction(proxy, "", 0, null));
    }

    /** Returns the same for one client's requests only. */
    public Way introducing(Introduction client) {
        return new Way(kind, client);
    }

    /** Returns what connections are kept under: two with different keys are never taken for each other. */
    String key(Endpoint endpoint) {
        return introduction == null
                ? endpoint.connectionKey()
                : endpoint.connectionKey() + " for " + introduction.key();
    }
}
