package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import io.spillway.gateway.proxy.drain.DrainSettings;
import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.Http2Peer.Frame;
import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** CONNECT over HTTP/2, plain (RFC 9113 section 8.5) and for WebSocket (RFC 8441): a stream becomes a tunnel. */
@Tag("slow")
class Http2TunnelTest {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final int PROTOCOL_ERROR = 1;
    private static final int CONNECT_ERROR = 10;

    private static RawUpstream echo() throws IOException {
        return RawUpstream.start(connection -> connection.in().transferTo(connection.socket().getOutputStream()));
    }

    private static String accept(String head) throws Exception {
        String key = Octets.field(head, "sec-websocket-key").orElseThrow();
        assertThat(Base64.getDecoder().decode(key)).hasSize(16);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII)));
    }

    /** Returns a service of HTTP/1.1 that agrees to WebSocket and sends back what it gets. */
    private static RawUpstream webSocket() throws IOException {
        return RawUpstream.start(connection -> {
            String head = connection.head().orElseThrow();
            connection.send(Octets.lines("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket",
                    "Connection: Upgrade", "Sec-WebSocket-Accept: " + accept(head), "Sec-WebSocket-Protocol: chat",
                    ""));
            connection.in().transferTo(connection.socket().getOutputStream());
        });
    }

    private static RoutingSnapshot before(RawUpstream service) {
        return Worlds.priorities(List.of(Worlds.local(service)));
    }

    private static RoutingSnapshot lettingTunnels(RoutingSnapshot world) {
        return Worlds.letting(world, new PathMatch.Connect(), Set.of());
    }

    private static Http2Peer client(TestProxy proxy) throws IOException {
        return Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE));
    }

    private static void ask(Http2Peer client, int stream, String protocol, String... more) throws IOException {
        List<String> fields = new ArrayList<>(List.of(":method", "CONNECT", ":protocol", protocol, ":scheme", "http",
                ":path", "/chat", ":authority", Worlds.HOST, "sec-websocket-version", "13"));
        fields.addAll(List.of(more));
        client.headers(stream, false, fields.toArray(new String[0]));
    }

    private static void connect(Http2Peer client, int stream) throws IOException {
        client.headers(stream, false, ":method", "CONNECT", ":authority", Worlds.HOST + ":443");
    }

    /** Reads so many octets of a stream. */
    private static String read(Http2Peer client, int stream, int octets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < octets) {
            Frame frame = client.expect(Http2Peer.DATA);
            assertThat(frame.stream()).isEqualTo(stream);
            all.writeBytes(frame.payload());
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static void echoes(Http2Peer client, int stream) throws IOException {
        client.data(stream, false, "hello");
        assertThat(read(client, stream, 5)).isEqualTo("hello");
        client.data(stream, true, "bye");
        assertThat(client.answer(stream)).containsEntry("body", "bye").doesNotContainKey("reset");
    }

    @Test
    void webSocketIsSpokenWithAnEndpointOfHttp1() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (RawUpstream service = webSocket();
                TestProxy proxy = TestProxy.logging(before(service), log);
                Http2Peer client = client(proxy)) {
            Frame settings = client.expect(Http2Peer.SETTINGS);
            boolean offered = false;
            for (int at = 0; at < settings.octets().remaining(); at += 6) {
                offered |= settings.octets().getShort(at) == ENABLE_CONNECT_PROTOCOL && settings.number(at + 2) == 1;
            }
            assertThat(offered).isTrue();
            ask(client, 1, "websocket", "sec-websocket-key", "not asked for", "sec-websocket-protocol", "chat");
            Frame head = client.expect(Http2Peer.HEADERS);
            assertThat(head.fields()).containsEntry(":status", "200").containsEntry("sec-websocket-protocol", "chat")
                    .doesNotContainKeys("sec-websocket-accept", "upgrade", "connection", "transfer-encoding");
            assertThat(head.ends()).isFalse();
            echoes(client, 1);
            assertThat(service.heads()).singleElement().asString().startsWith("GET /chat HTTP/1.1\r\n")
                    .contains("\r\nUpgrade: websocket\r\n").doesNotContain("not asked for")
                    .doesNotContainIgnoringCase("transfer-encoding");
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8)).contains("\"status\":200",
                    "\"path\":\"/chat\"", "\"bytesIn\":8", "\"bytesOut\":8"));
        }
    }

    @Test
    void webSocketCrossesToTheOtherIdc() throws Exception {
        try (RawUpstream service = webSocket();
                TestProxy b = TestProxy.start("idc-b", before(service));
                TestProxy a = TestProxy.start(Worlds.priorities(
                        List.of(Worlds.remote(b.address(ListenerRole.CROSSING).getPort()))));
                Http2Peer client = client(a)) {
            ask(client, 1, "websocket");
            assertThat(client.expect(Http2Peer.HEADERS).field(":status")).isEqualTo("200");
            echoes(client, 1);
        }
    }

    @Test
    void anEndpointThatOnlySaysThatItUnderstandsIsNotBelieved() throws Exception {
        try (RawUpstream service = RawUpstream.answering(Octets.lines("HTTP/1.1 101 Switching Protocols",
                "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", ""));
                TestProxy proxy = TestProxy.start(before(service));
                Http2Peer client = client(proxy)) {
            ask(client, 1, "websocket");
            assertThat(client.answer(1)).containsEntry(":status", "502").containsEntry("x-spillway-refused",
                    "bad_response");
        }
    }

    @Test
    void anEndpointThatDoesNotAgreeIsHeard() throws Exception {
        try (RawUpstream service = RawUpstream.answering("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                TestProxy proxy = TestProxy.start(before(service));
                Http2Peer client = client(proxy)) {
            ask(client, 1, "websocket");
            client.data(1, false, "too early, and for nobody");
            assertThat(client.answer(1)).containsEntry(":status", "403").containsEntry("body", "no");
        }
    }

    @Test
    void aTunnelIsOpenedWhereARouteLetsItAndTakesWhatCameEarly() throws Exception {
        try (RawUpstream service = echo();
                TestProxy proxy = TestProxy.start(lettingTunnels(before(service)));
                Http2Peer client = client(proxy)) {
            connect(client, 1);
            client.data(1, false, "early");
            Frame head = client.expect(Http2Peer.HEADERS);
            assertThat(head.field(":status")).isEqualTo("200");
            assertThat(head.fields()).doesNotContainKeys("content-length", "transfer-encoding");
            assertThat(read(client, 1, 5)).isEqualTo("early");
            echoes(client, 1);
        }
    }

    @Test
    void aTunnelCrossesToTheOtherIdc() throws Exception {
        try (RawUpstream service = echo();
                TestProxy b = TestProxy.start("idc-b", before(service));
                TestProxy a = TestProxy.start(lettingTunnels(Worlds.priorities(
                        List.of(Worlds.remote(b.address(ListenerRole.CROSSING).getPort())))));
                Http2Peer client = client(a)) {
            connect(client, 1);
            assertThat(client.expect(Http2Peer.HEADERS).field(":status")).isEqualTo("200");
            echoes(client, 1);
        }
    }

    @Test
    void aMegabyteEachWayPassesWithinTheWindows() throws Exception {
        String piece = "0123456789abcdef".repeat(1024);
        try (RawUpstream service = echo();
                TestProxy proxy = TestProxy.start(lettingTunnels(before(service)));
                Http2Peer client = client(proxy)) {
            connect(client, 1);
            assertThat(client.expect(Http2Peer.HEADERS).field(":status")).isEqualTo("200");
            for (int i = 0; i < 64; i++) {
                client.data(1, i == 63, piece);
                assertThat(read(client, 1, piece.length())).isEqualTo(piece);
                client.frame(Http2Peer.WINDOW_UPDATE, 0, 0, Http2Peer.number(piece.length()));
                client.frame(Http2Peer.WINDOW_UPDATE, 0, 1, Http2Peer.number(piece.length()));
            }
        }
    }

    @Test
    void withoutSuchARouteItIsRefusedAndOtherStreamsGoOn() throws Exception {
        try (RawUpstream service = RawUpstream.named("here");
                TestProxy proxy = TestProxy.start(before(service));
                Http2Peer client = client(proxy)) {
            connect(client, 1);
            assertThat(client.answer(1)).containsEntry(":status", "501").containsEntry("x-spillway-refused",
                    "not_supported");
            ask(client, 3, "spdy");
            assertThat(client.answer(3)).containsEntry(":status", "501").containsEntry("x-spillway-refused",
                    "not_supported");
            client.request(5, true, "GET", "/");
            assertThat(client.answer(5)).containsEntry("body", "here");
            assertThat(service.connections()).isEqualTo(1);
        }
    }

    @Test
    void whatIsNoConnectIsReset() throws Exception {
        String[][] heads = {{":method", "GET", ":protocol", "websocket", ":scheme", "http", ":path", "/", ":authority",
                Worlds.HOST},
                {":method", "CONNECT", ":protocol", "websocket", ":authority", Worlds.HOST},
                {":method", "CONNECT", ":protocol", "web socket", ":scheme", "http", ":path", "/", ":authority",
                        Worlds.HOST},
                {":method", "CONNECT", ":protocol", "websocket", ":scheme", "http", ":path", "/"},
                {":method", "CONNECT", ":scheme", "http", ":path", "/", ":authority", Worlds.HOST + ":443"}};
        try (RawUpstream service = webSocket();
                TestProxy proxy = TestProxy.start(before(service));
                Http2Peer client = client(proxy)) {
            for (int i = 0; i < heads.length; i++) {
                client.headers(2 * i + 1, false, heads[i]);
                assertThat(client.answer(2 * i + 1)).as(String.join(" ", heads[i])).containsEntry("reset",
                        Integer.toString(PROTOCOL_ERROR));
            }
            assertThat(service.connections()).isZero();
        }
    }

    @Test
    void inATunnelAreOctetsOnly() throws Exception {
        try (RawUpstream service = echo();
                TestProxy proxy = TestProxy.start(lettingTunnels(before(service)));
                Http2Peer client = client(proxy)) {
            connect(client, 1);
            assertThat(client.expect(Http2Peer.HEADERS).field(":status")).isEqualTo("200");
            client.headers(1, true, "x-trailer", "no");
            assertThat(client.answer(1)).containsEntry("reset", Integer.toString(PROTOCOL_ERROR));
        }
    }

    @Test
    void theResetOfAnEndpointIsPassedOn() throws Exception {
        try (RawUpstream service = RawUpstream.start(connection -> {
            connection.in().read();
            connection.reset();
        });
                TestProxy proxy = TestProxy.start(lettingTunnels(before(service)));
                Http2Peer client = client(proxy)) {
            connect(client, 1);
            assertThat(client.expect(Http2Peer.HEADERS).field(":status")).isEqualTo("200");
            client.data(1, false, "x");
            assertThat(client.answer(1)).containsEntry("reset", Integer.toString(CONNECT_ERROR));
        }
    }

    @Test
    void aDrainAsksAClientOfWebSocketToComeBack() throws Exception {
        try (RawUpstream service = webSocket();
                TestProxy proxy = TestProxy.draining(before(service),
                        new DrainSettings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2)));
                Http2Peer client = client(proxy)) {
            ask(client, 1, "websocket");
            assertThat(client.expect(Http2Peer.HEADERS).field(":status")).isEqualTo("200");
            Thread drain = Thread.ofVirtual().start(proxy::close);
            Frame farewell = client.expect(Http2Peer.DATA);
            assertThat(farewell.payload()).containsExactly(0x88, 2, 3, 0xf4);
            client.data(1, true, "");
            drain.join();
        }
    }
}
