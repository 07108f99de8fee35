package io.spillway.gateway.proxy;

import java.util.Map;

import io.spillway.gateway.proxy.downstream.DownstreamSettings;
import io.spillway.gateway.proxy.drain.DrainSettings;
import io.spillway.gateway.proxy.forward.ForwardSettings;
import io.spillway.gateway.proxy.listen.ListenerSettings;
import io.spillway.gateway.proxy.listen.Transport;
import io.spillway.gateway.proxy.overload.OverloadSettings;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.proxy.upstream.UpstreamSettings;
import io.spillway.gateway.snapshot.ListenerRole;

/**
 * What a proxy server is started with.
 *
 * @param node the gateway's name, by which it takes its place among others
 * @param listeners where to listen, by role
 * @param tcp where to listen for clients that speak no HTTP, by name
 * @param eventLoops how many threads move octets, 1 or more
 * @param transport how they talk to the kernel
 * @param downstream what clients may ask of a connection
 * @param forward how requests are passed on
 * @param upstream how connections to endpoints are kept
 * @param clientTls what makes connections to other IDCs secret
 * @param drain how connections end when the server stops
 * @param overload how much the gateway may use
 */
public record ProxySettings(String node, Map<ListenerRole, ListenerSettings> listeners,
        Map<String, ListenerSettings> tcp, int eventLoops,
        Transport transport, DownstreamSettings downstream,
        ForwardSettings forward, UpstreamSettings upstream, ClientTls clientTls, DrainSettings drain,
        OverloadSettings overload) {
    /** Creates settings without TCP listeners. */
    public ProxySettings(String node, Map<ListenerRole, ListenerSettings> listeners, int eventLoops,
            Transport transport, DownstreamSettings downstream, ForwardSettings forward, UpstreamSettings upstream,
            ClientTls clientTls, DrainSettings drain, OverloadSettings overload) {
        this(node, listeners, Map.of(), eventLoops, transport, downstream, forward, upstream, clientTls, drain,
                overload);
    }

    public ProxySettings {
        listeners = Map.copyOf(listeners);
        tcp = Map.copyOf(tcp);
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops: " + eventLoops + " (expected: >= 1)");
        }
    }
}
