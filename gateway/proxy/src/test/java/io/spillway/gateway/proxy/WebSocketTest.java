package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** WebSocket connections through one gateway and through two of different IDCs. */
@Tag("slow")
class WebSocketTest {
    private static final String UPGRADE = Octets.lines("GET /chat HTTP/1.1", "Host: orders.example",
            "Connection: keep-alive, Upgrade", "Upgrade: WebSocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13", "");
    private static final String SWITCH = Octets.lines("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket",
            "Connection: Upgrade", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "");
    private static final int CLOSE = 8;

    /** One frame as it was read. */
    private static final class Frame {
        private final int opcode;
        private final byte[] payload;

        Frame(int opcode, byte[] payload) {
            this.opcode = opcode;
            this.payload = payload;
        }
    }

    private static byte[] frame(int opcode, byte[] payload, boolean masked) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80 | opcode);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            out.write(mask | payload.length);
        } else if (payload.length < 65536) {
            out.write(mask | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] key = {1, 2, 3, 4};
        if (masked) {
            out.write(key);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ key[i % 4] : payload[i]);
        }
        return out.toByteArray();
    }

    private static Frame read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int opcode = data.readUnsignedByte() & 0xf;
        int second = data.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = data.readUnsignedShort();
        } else if (length == 127) {
            length = data.readLong();
        }
        byte[] key = new byte[4];
        if ((second & 0x80) != 0) {
            data.readFully(key);
        }
        byte[] payload = data.readNBytes((int) length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (payload[i] ^ key[i % 4]);
        }
        return new Frame(opcode, payload);
    }

    private static void echo(RawUpstream.Connection connection) throws Exception {
        connection.head();
        connection.send(SWITCH);
        OutputStream out = connection.socket().getOutputStream();
        Frame frame = read(connection.in());
        while (frame.opcode != CLOSE) {
            out.write(frame(frame.opcode, frame.payload, false));
            frame = read(connection.in());
        }
        out.write(frame(CLOSE, frame.payload, false));
    }

    private static TestProxy through(RawUpstream upstream) throws IOException {
        return TestProxy.start(Worlds.priorities(List.of(Worlds.local(upstream))));
    }

    private static RawClient open(TestProxy proxy) throws IOException {
        RawClient client = proxy.client().send(UPGRADE);
        assertThat(client.answer().status()).isEqualTo(101);
        return client;
    }

    @Test
    void tenThousandMessagesOfAHundredConnectionsComeBackAcrossTwoIdcs() throws Exception {
        Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
        AtomicInteger echoed = new AtomicInteger();
        try (RawUpstream service = RawUpstream.start(WebSocketTest::echo);
                TestProxy there = TestProxy.start("idc-b", Worlds.priorities(List.of(Worlds.local(service))));
                TestProxy here = TestProxy.start(Worlds
                        .priorities(List.of(Worlds.remote(there.address(ListenerRole.CROSSING).getPort()))))) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                SplittableRandom random = new SplittableRandom(i);
                clients.add(Thread.ofVirtual().start(() -> {
                    try (RawClient client = open(here)) {
                        for (int sent = 0; sent < 100; sent += 10) {
                            converse(client, random, echoed);
                        }
                    } catch (Throwable e) {
                        failed.add(e);
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failed).isEmpty();
            assertThat(echoed).hasValue(10_000);
            await().until(() -> here.metrics().contains("spillway_gateway_tunnels 0.0"));
            assertThat(service.heads()).hasSize(100).allMatch(head -> head.contains("\r\nUpgrade: websocket\r\n")
                    && head.contains("\r\nConnection: Upgrade\r\n") && head.contains("CDN-Loop: "));
        }
    }

    /** Ten messages at once, so that frames are cut anywhere; sizes around all three forms of the length. */
    private static void converse(RawClient client, SplittableRandom random, AtomicInteger echoed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            byte[] message = new byte[random.nextInt(50) == 0 ? 65_536 + random.nextInt(10) : random.nextInt(300)];
            random.nextBytes(message);
            messages.add(message);
            out.write(frame(2, message, true));
        }
        client.socket().getOutputStream().write(out.toByteArray());
        for (byte[] message : messages) {
            if (Arrays.equals(read(client.in()).payload, message)) {
                echoed.incrementAndGet();
            }
        }
    }

    @Test
    void whatComesRightBehindTheRequestGoesToTheEndpoint() throws Exception {
        try (RawUpstream service = RawUpstream.start(WebSocketTest::echo);
                TestProxy proxy = through(service);
                RawClient client = proxy.client()) {
            client.send(UPGRADE + new String(frame(1, "early".getBytes(StandardCharsets.US_ASCII), true),
                    StandardCharsets.ISO_8859_1));
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.field("Upgrade")).isEqualTo("websocket");
            assertThat(answer.field("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(read(client.in()).payload).asString().isEqualTo("early");
        }
    }

    @Test
    void aServiceThatDeclinesAnswersInHttpAndTheConnectionGoesOn() throws Exception {
        try (RawUpstream service = RawUpstream.named("plain");
                TestProxy proxy = through(service);
                RawClient client = proxy.client()) {
            assertThat(client.send(UPGRADE).answer().body()).isEqualTo("plain");
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("plain");
        }
    }

    @Test
    void anEndpointThatRefusesIsLeftForAnotherUntilTheSwitch() throws Exception {
        try (RawUpstream dead = RawUpstream.named("dead");
                RawUpstream service = RawUpstream.start(WebSocketTest::echo)) {
            dead.kill();
            try (TestProxy proxy = TestProxy
                    .start(Worlds.priorities(List.of(Worlds.local(dead)), List.of(Worlds.local(service))));
                    RawClient client = open(proxy)) {
                client.socket().getOutputStream().write(frame(1, new byte[]{'x'}, true));
                assertThat(read(client.in()).payload).asString().isEqualTo("x");
            }
        }
    }

    @Test
    void aSwitchThatNobodyAskedForIsRefused() throws Exception {
        for (String answer : List.of(SWITCH.replace("websocket", "h2c"), SWITCH.replace("Connection: Upgrade\r\n", ""),
                SWITCH.replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\n"))) {
            try (RawUpstream service = RawUpstream.answering(answer);
                    TestProxy proxy = through(service);
                    RawClient client = proxy.client()) {
                assertThat(client.send(UPGRADE).answer().status()).as(answer).isEqualTo(502);
            }
        }
    }

    @Test
    void eachSideMayEndItsHalf() throws Exception {
        try (RawUpstream service = RawUpstream.start(connection -> {
            connection.head();
            connection.send(SWITCH);
            // Answers only after the client has ended its half.
            int octets = connection.in().readAllBytes().length;
            connection.send("got " + octets);
        }); TestProxy proxy = through(service); RawClient client = open(proxy)) {
            client.send("hello").socket().shutdownOutput();
            assertThat(client.in().readAllBytes()).asString().isEqualTo("got 5");
        }
        try (RawUpstream service = RawUpstream.start(connection -> {
            connection.head();
            connection.send(SWITCH + "bye");
            connection.socket().shutdownOutput();
            connection.head();
        }); TestProxy proxy = through(service); RawClient client = open(proxy)) {
            assertThat(client.in().readAllBytes()).asString().isEqualTo("bye");
            client.send("GET /late HTTP/1.1\r\n\r\n");
            await().until(() -> service.heads().size() == 2);
        }
    }

    @Test
    void aSilentTunnelIsEndedWhenItsTimeIsOver() throws Exception {
        try (RawUpstream service = RawUpstream.start(WebSocketTest::echo);
                TestProxy proxy = TestProxy.silentTunnels(Worlds.priorities(List.of(Worlds.local(service))),
                        Duration.ofMillis(200));
                RawClient client = open(proxy)) {
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aDrainTellsClientsToComeBackElsewhereBetweenTwoFrames() throws Exception {
        try (RawUpstream service = RawUpstream.start(WebSocketTest::echo)) {
            TestProxy proxy = through(service);
            try (RawClient client = open(proxy)) {
                client.socket().getOutputStream().write(frame(1, new byte[]{'x'}, true));
                assertThat(read(client.in()).payload).asString().isEqualTo("x");
                Thread closing = Thread.ofVirtual().start(proxy::close);
                Frame last = read(client.in());
                assertThat(last.opcode).isEqualTo(CLOSE);
                assertThat(last.payload).containsExactly(1012 >> 8, 1012 & 0xff);
                client.socket().getOutputStream().write(frame(CLOSE, last.payload, true));
                assertThat(client.in().readAllBytes()).isEmpty();
                closing.join();
            }
        }
    }
}
