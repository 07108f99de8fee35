package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.Http2Peer.Frame;
import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.proxy.tls.ServerTlsSettings;
import io.spillway.gateway.route.PathMatch;
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
import static org.awaitility.Awaitility.await;

/** A service of HTTP/2 gets tunnels as streams: CONNECT, plain (RFC 9113 section 8.5) and for a protocol (RFC 8441). */
@Tag("slow")
class Http2ServiceTunnelTest {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String[] UPGRADE = {"GET /chat HTTP/1.1", "Host: " + Worlds.HOST, "Connection: Upgrade",
            "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + KEY, ""};

    /** The heads that the service gets. */
    private final List<Map<String, String>> heads = new CopyOnWriteArrayList<>();
    private final List<Integer> resets = new CopyOnWriteArrayList<>();

    /** Returns a service that agrees, and sends back what it gets. */
    private RawUpstream service(int... settings) throws IOException {
        return RawUpstream.start(connection -> echo(Http2Peer.accepted(connection.socket(), settings)));
    }

    private void echo(Http2Peer peer) throws IOException {
        for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
            if (frame.type() == Http2Peer.HEADERS) {
                heads.add(frame.fields());
                peer.headers(frame.stream(), frame.ends(), ":status", "200", "sec-websocket-protocol", "chat");
            } else if (frame.type() == Http2Peer.DATA) {
                peer.data(frame.stream(), frame.ends(), frame.text());
            } else if (frame.type() == Http2Peer.RST_STREAM) {
                resets.add(frame.number(0));
            }
        }
    }

    private static RoutingSnapshot before(RawUpstream service) {
        return Worlds.http2(Worlds.priorities(List.of(Worlds.local(service))));
    }

    private static String upgraded(RawClient client) throws IOException {
        return Octets.head(client.in()).orElse("closed");
    }

    @Test
    void aClientOfHttp11SpeaksWebSocketWithIt() throws Exception {
        try (RawUpstream service = service(ENABLE_CONNECT_PROTOCOL, 1);
                TestProxy proxy = TestProxy.start(before(service));
                RawClient client = proxy.client()) {
            assertThat(upgraded(client.send(Octets.lines(UPGRADE)))).startsWith("HTTP/1.1 101 ")
                    .containsIgnoringCase("\r\nUpgrade: websocket\r\n").containsIgnoringCase("Connection: Upgrade")
                    .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    .contains("sec-websocket-protocol: chat").doesNotContainIgnoringCase("transfer-encoding");
            assertThat(heads).singleElement().satisfies(head -> assertThat(head).containsEntry(":method", "CONNECT")
                    .containsEntry(":protocol", "websocket").containsEntry(":scheme", "http")
                    .containsEntry(":path", "/chat").containsEntry(":authority", Worlds.HOST)
                    .containsEntry("sec-websocket-version", "13").doesNotContainKeys("upgrade", "connection", "host"));
            assertThat(client.send("hello").in().readNBytes(5)).asString().isEqualTo("hello");
            client.send("bye").socket().shutdownOutput();
            assertThat(client.in().readAllBytes()).as("to the service's own end").asString().isEqualTo("bye");
            assertThat(resets).as("both have ended").isEmpty();
        }
    }

    @Test
    void aClientOfHttp2DoesWithoutKeysOnEitherSide() throws Exception {
        try (RawUpstream service = service(ENABLE_CONNECT_PROTOCOL, 1);
                TestProxy proxy = TestProxy.start(before(service));
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            client.headers(1, false, ":method", "CONNECT", ":protocol", "websocket", ":scheme", "http", ":path",
                    "/chat", ":authority", Worlds.HOST, "sec-websocket-version", "13");
            Frame head = client.expect(Http2Peer.HEADERS);
            assertThat(head.fields()).containsEntry(":status", "200").containsEntry("sec-websocket-protocol", "chat")
                    .doesNotContainKeys("sec-websocket-accept", "upgrade", "connection");
            client.data(1, true, "all");
            assertThat(client.answer(1)).containsEntry("body", "all").doesNotContainKey("reset");
        }
    }

    @Test
    void aServiceThatDoesNotOfferItIsNotAskedAndTheRefusalIsCounted() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (RawUpstream service = service();
                TestProxy proxy = TestProxy.logging(before(service), log)) {
            for (int i = 0; i < 8; i++) {
                try (RawClient client = proxy.client()) {
                    RawClient.Answer answer = client.send(Octets.lines(UPGRADE)).answer();
                    assertThat(answer.status()).isEqualTo(501);
                    assertThat(answer.field("x-spillway-refused")).isEqualTo("not_supported");
                    assertThat(answer.body()).contains("SETTINGS_ENABLE_CONNECT_PROTOCOL");
                }
            }
            assertThat(heads).isEmpty();
            assertThat(service.connections()).as("each loop believes it for a while").isLessThanOrEqualTo(2);
            assertThat(proxy.metrics()).containsPattern(
                    "spillway_gateway_requests_total\\{.*reason=\"not_supported\".*\\} 8\\.0");
            try (RawClient client = proxy.client()) {
                assertThat(client.get(Worlds.HOST, "/").answer().status()).as("it is well otherwise").isEqualTo(200);
            }
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("\"reason\":\"not_supported\""));
        }
    }

    @Test
    void itsWordIsWaitedFor() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        try (RawUpstream service = RawUpstream.start(connection -> {
            late.await();
            echo(Http2Peer.accepted(connection.socket(), ENABLE_CONNECT_PROTOCOL, 1));
        });
                TestProxy proxy = TestProxy.start(before(service));
                RawClient one = proxy.client();
                RawClient two = proxy.client()) {
            one.send(Octets.lines(UPGRADE));
            two.send(Octets.lines(UPGRADE));
            await().until(() -> service.connections() > 0);
            late.countDown();
            assertThat(upgraded(one)).startsWith("HTTP/1.1 101 ");
            assertThat(upgraded(two)).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void aServiceThatRefusesIsHeard() throws Exception {
        try (RawUpstream service = RawUpstream.start(connection -> {
            Http2Peer peer = Http2Peer.accepted(connection.socket(), ENABLE_CONNECT_PROTOCOL, 1);
            Frame asked = peer.expect(Http2Peer.HEADERS);
            peer.headers(asked.stream(), false, ":status", "403");
            peer.data(asked.stream(), true, "no chat today");
            echo(peer);
        });
                TestProxy proxy = TestProxy.start(before(service));
                RawClient client = proxy.client()) {
            RawClient.Answer answer = client.send(Octets.lines(UPGRADE)).answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("no chat today");
        }
    }

    @Test
    void anotherProtocolPassesWhereARouteLetsItIn() throws Exception {
        try (RawUpstream service = service(ENABLE_CONNECT_PROTOCOL, 1);
                TestProxy proxy = TestProxy.start(Worlds.letting(before(service), PathMatch.ANY, Set.of("odd")));
                RawClient client = proxy.client()) {
            client.send(Octets.lines("GET / HTTP/1.1", "Host: " + Worlds.HOST, "Connection: Upgrade", "Upgrade: odd",
                    ""));
            assertThat(upgraded(client)).startsWith("HTTP/1.1 101 ").containsIgnoringCase("Upgrade: odd");
            assertThat(client.send("x").in().read()).isEqualTo('x');
            assertThat(heads).singleElement().satisfies(head -> assertThat(head).containsEntry(":protocol", "odd")
                    .containsEntry(":path", "/"));
        }
    }

    @Test
    void aTunnelIsAPlainConnectAndNeedsNoOffer() throws Exception {
        try (RawUpstream service = service();
                TestProxy proxy = TestProxy
                        .start(Worlds.letting(before(service), new PathMatch.Connect(), Set.of()));
                RawClient client = proxy.client()) {
            client.send("CONNECT orders.example:443 HTTP/1.1\r\nHost: orders.example:443\r\n\r\n");
            assertThat(upgraded(client)).startsWith("HTTP/1.1 200 ");
            client.send("through").socket().shutdownOutput();
            assertThat(client.in().readAllBytes()).asString().isEqualTo("through");
            assertThat(heads).singleElement().satisfies(head -> assertThat(head).containsEntry(":method", "CONNECT")
                    .containsEntry(":authority", "orders.example:443")
                    .doesNotContainKeys(":path", ":scheme", ":protocol"));
        }
    }

    @Test
    void aHeadInATunnelIsNoEndOfIt() throws Exception {
        try (RawUpstream service = RawUpstream.start(connection -> {
            Http2Peer peer = Http2Peer.accepted(connection.socket(), ENABLE_CONNECT_PROTOCOL, 1);
            Frame asked = peer.expect(Http2Peer.HEADERS);
            peer.headers(asked.stream(), false, ":status", "200");
            peer.headers(asked.stream(), true, "x-trailer", "no");
            echo(peer);
        });
                TestProxy proxy = TestProxy.start(before(service));
                RawClient client = proxy.client()) {
            assertThat(upgraded(client.send(Octets.lines(UPGRADE)))).startsWith("HTTP/1.1 101 ");
            assertThat(client.closed()).isTrue();
            await().untilAsserted(() -> assertThat(resets).containsExactly(1));
        }
    }

    /** An upgrade crosses as a stream, or by HTTP/1.1 to a gateway that knows none, and is a stream again behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"h2", "http/1.1"})
    void itIsReachedInAnotherIdcToo(String offered, @TempDir Path folder) throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream service = service(ENABLE_CONNECT_PROTOCOL, 1);
                TestProxy b = TestProxy.secured("idc-b", before(service),
                        new TestProxy.Secrets(Map.of(ListenerRole.CROSSING, world.listener("crossing",
                                ServerTlsSettings.crossing(world.identity("idc-b", Role.GATEWAY), List.of(offered)))),
                                ClientTls.NONE));
                TestProxy a = TestProxy.secured("idc-a", Worlds.http2(Worlds.priorities(
                        List.of(Worlds.remote(b.address(ListenerRole.CROSSING).getPort())
                                .withTransport(new Transport.Crossing(TlsWorld.TRUST_DOMAIN, "idc-b"))))),
                        new TestProxy.Secrets(Map.of(), world.dialer(world.identity("idc-a", Role.GATEWAY))))) {
            for (int i = 0; i < 3; i++) {
                try (RawClient client = a.client()) {
                    assertThat(upgraded(client.send(Octets.lines(UPGRADE)))).startsWith("HTTP/1.1 101 ")
                            .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
                    assertThat(client.send("frame").in().readNBytes(5)).asString().isEqualTo("frame");
                }
            }
            assertThat(heads).hasSize(3).allSatisfy(head -> assertThat(head).containsEntry(":protocol", "websocket"));
        }
    }
}
