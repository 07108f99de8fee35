package io.spillway.gateway.proxy.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A service that speaks HTTP/2 is reached in HTTP/2 through the gateway of another IDC, in secret. */
@Tag("slow")
class CrossingHttp2Test {
    @TempDir
    Path folder = Path.of("");

    private static RawUpstream service() throws Exception {
        return RawUpstream.start(connection -> {
            Http2Peer peer = Http2Peer.accepted(connection.socket());
            for (Http2Peer.Frame frame = peer.next(); frame != null; frame = peer.next()) {
                if (frame.ends()) {
                    peer.headers(frame.stream(), false, ":status", "200", "content-type", "application/grpc");
                    peer.data(frame.stream(), false, "hello");
                    peer.headers(frame.stream(), true, "grpc-status", "0");
                }
            }
        });
    }

    private static RoutingSnapshot to(TestProxy b) {
        return Worlds.priorities(
                List.of(Endpoint.gateway("127.0.0.1", b.address(ListenerRole.CROSSING).getPort(), "idc-b")
                        .withTransport(new Transport.Crossing(TlsWorld.TRUST_DOMAIN, "idc-b"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "http/1.1"})
    void trailersCrossAlsoToAGatewayThatAgreesOnNoProtocol(String offered) throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream orders = service();
                TestProxy b = TestProxy.secured("idc-b", Worlds.http2(Worlds.priorities(List.of(Worlds.local(orders)))),
                        new TestProxy.Secrets(Map.of(ListenerRole.CROSSING, world.listener("crossing",
                                ServerTlsSettings.crossing(world.identity("idc-b", Role.GATEWAY), List.of(offered)))),
                                ClientTls.NONE));
                TestProxy a = TestProxy.secured("idc-a", Worlds.http2(to(b)),
                        new TestProxy.Secrets(Map.of(), world.dialer(world.identity("idc-a", Role.GATEWAY))));
                Http2Peer client = Http2Peer.connect(a.address(ListenerRole.ENTRANCE))) {
            for (int stream = 1; stream < 20; stream += 2) {
                client.request(stream, true, "POST", "/a.B/C", "content-type", "application/grpc", "te", "trailers");
                assertThat(client.answer(stream)).containsEntry("grpc-status", "0").containsEntry("body", "hello")
                        .containsEntry("x-spillway-idc", "idc-a, idc-b");
            }
            assertThat(orders.connections()).isEqualTo(1);
        }
    }

    @Test
    void theRefusalOfTheOtherIdcIsAWordOfGrpc() throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                TestProxy b = TestProxy.secured("idc-b", Worlds.http2(Worlds.priorities(List.of())),
                        new TestProxy.Secrets(Map.of(ListenerRole.CROSSING, world.crossingListener("idc-b")),
                                ClientTls.NONE));
                TestProxy a = TestProxy.secured("idc-a", Worlds.http2(to(b)),
                        new TestProxy.Secrets(Map.of(), world.dialer(world.identity("idc-a", Role.GATEWAY))));
                Http2Peer client = Http2Peer.connect(a.address(ListenerRole.ENTRANCE));
                RawClient plain = a.client()) {
            client.request(1, true, "POST", "/a.B/C", "content-type", "application/grpc");
            assertThat(client.answer(1)).containsEntry(":status", "200").containsEntry("grpc-status", "14")
                    .containsEntry("x-spillway-refused", "no_endpoint");
            assertThat(plain.get(Worlds.HOST, "/").answer().status()).isEqualTo(503);
        }
    }
}
