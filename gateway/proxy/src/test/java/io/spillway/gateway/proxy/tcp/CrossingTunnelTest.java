package io.spillway.gateway.proxy.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.TlsWorldPerTest;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.proxy.tls.ServerTlsSettings;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Connections of a service without HTTP cross from idc-a to idc-b in secret, as streams: each half has an end of its own. */
@Tag("slow")
class CrossingTunnelTest extends TlsWorldPerTest {
    /** More than all windows and socket buffers on the way take. */
    private static final int MUCH = 64 << 20;
    private static final int STREAM_WINDOW = 256 * 1024;
    private static final String EITHER = "h2,http/1.1";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    /** The two gateways, of which only the second one has an instance. */
    private record Link(TestProxy a, TestProxy b) implements AutoCloseable {
        RawClient client() throws IOException {
            return a.client("db");
        }

        /** Returns how many connections the first gateway has to the second. */
        int connections() {
            return a.metrics().lines()
                    .filter(line -> line.startsWith("spillway_gateway_connections{")
                            && line.contains("side=\"upstream\""))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
        }

        @Override
        public void close() {
            a.close();
            b.close();
        }
    }

    private Link link(RawUpstream db, String protocols) throws Exception {
        List<String> offered = protocols.isEmpty() ? List.of() : List.of(protocols.split(","));
        TestProxy b = TestProxy.secured("idc-b", Worlds.priorities(List.of(Worlds.local(db))),
                new TestProxy.Secrets(Map.of(ListenerRole.CROSSING, world().listener("crossing",
                        ServerTlsSettings.crossing(world().identity("idc-b", Role.GATEWAY), offered))),
                        ClientTls.NONE));
        Endpoint gateway = Worlds.remote(b.address(ListenerRole.CROSSING).getPort())
                .withTransport(new Transport.Crossing(TlsWorld.TRUST_DOMAIN, "idc-b"));
        return new Link(TestProxy.tcp("idc-a", Worlds.tcp(Worlds.priorities(List.of(gateway)), "db", "*"),
                new TestProxy.Secrets(Map.of(), world().dialer(world().identity("idc-a", Role.GATEWAY))), log, "db"),
                b);
    }

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new SplittableRandom(size).nextBytes(octets);
        return octets;
    }

    private static CompletableFuture<Void> sendAndEnd(RawClient client, byte[] octets) {
        return CompletableFuture.runAsync(() -> {
            try {
                client.socket().getOutputStream().write(octets);
                client.socket().shutdownOutput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static RawUpstream echo() throws IOException {
        return RawUpstream.start(connection -> {
            connection.in().transferTo(connection.socket().getOutputStream());
            connection.socket().shutdownOutput();
        });
    }

    @Test
    void aClientThatHasSaidAllGetsTheWholeAnswer() throws Exception {
        byte[] question = random(1 << 20);
        byte[] answer = random(2 << 20);
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        try (RawUpstream db = RawUpstream.start(connection -> {
            heard.complete(connection.in().readAllBytes());
            connection.socket().getOutputStream().write(answer);
        });
                Link link = link(db, EITHER);
                RawClient client = link.client()) {
            CompletableFuture<Void> said = sendAndEnd(client, question);
            assertThat(Arrays.equals(client.in().readAllBytes(), answer)).isTrue();
            assertThat(Arrays.equals(heard.orTimeout(20, TimeUnit.SECONDS).join(), question)).isTrue();
            said.join();
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8)).contains(
                    "\"bytesIn\":" + question.length + ",\"bytesOut\":" + answer.length, "\"status\":200"));
        }
    }

    @Test
    void aServerThatHasSaidAllStillHearsTheWholeClient() throws Exception {
        byte[] told = random(2 << 20);
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        try (RawUpstream db = RawUpstream.start(connection -> {
            connection.send("go on");
            connection.socket().shutdownOutput();
            heard.complete(connection.in().readAllBytes());
        });
                Link link = link(db, EITHER);
                RawClient client = link.client()) {
            assertThat(client.in().readAllBytes()).as("to the server's end").asString().isEqualTo("go on");
            sendAndEnd(client, told).join();
            assertThat(Arrays.equals(heard.orTimeout(20, TimeUnit.SECONDS).join(), told)).isTrue();
        }
    }

    @Test
    @Tag("full")
    void aServerThatTakesNothingMakesTheClientWait() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        try (RawUpstream db = RawUpstream.start(connection -> {
            reading.await();
            connection.in().transferTo(OutputStream.nullOutputStream());
            connection.send("done");
        });
                Link link = link(db, EITHER);
                RawClient client = link.client()) {
            AtomicLong written = new AtomicLong();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> flood(client, written));
            await().during(Duration.ofMillis(200)).until(() -> written.get() < MUCH);
            reading.countDown();
            assertThat(client.in().readAllBytes()).asString().isEqualTo("done");
            writing.join();
            assertThat(written).hasValue(MUCH);
        }
    }

    private static void flood(RawClient client, AtomicLong written) {
        try {
            byte[] piece = new byte[64 * 1024];
            while (written.get() < MUCH) {
                client.socket().getOutputStream().write(piece);
                written.addAndGet(piece.length);
            }
            client.socket().shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("full")
    void tunnelsThatStandStillShareConnectionsAndHoldUpNoOther() throws Exception {
        AtomicLong written = new AtomicLong();
        AtomicLong before = new AtomicLong();
        try (RawUpstream db = RawUpstream.start(connection -> {
            if (connection.in().read() == 'm') {
                byte[] piece = new byte[64 * 1024];
                for (int i = 0; i < MUCH / piece.length; i++) {
                    connection.socket().getOutputStream().write(piece);
                    written.addAndGet(piece.length);
                }
            }
            connection.send("pong");
        }); Link link = link(db, EITHER)) {
            List<RawClient> still = new ArrayList<>();
            try {
                for (int i = 0; i < 40; i++) {
                    still.add(link.client().send("m"));
                }
                await().pollInterval(Duration.ofMillis(50)).until(
                        () -> before.getAndSet(written.get()) == written.get() && written.get() > 40L * STREAM_WINDOW);
                assertThat(link.connections()).as("each loop has one for sixteen").isBetween(2, 6);
                for (int i = 0; i < 10; i++) {
                    try (RawClient client = link.client().send("p")) {
                        assertThat(client.in().readAllBytes()).asString().as("%d %s", written.get(), log)
                                .isEqualTo("pong");
                    }
                }
                assertThat(written.get()).as("octets that wait for forty clients").isLessThan(40L * MUCH);
            } finally {
                for (RawClient client : still) {
                    client.close();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", ""})
    void aGatewayThatKnowsNoStreamsIsSpokenToAsBefore(String offered) throws Exception {
        try (RawUpstream db = echo(); Link link = link(db, offered)) {
            for (int i = 0; i < 5; i++) {
                try (RawClient client = link.client().send("hello")) {
                    assertThat(client.in().readNBytes(5)).asString().isEqualTo("hello");
                }
            }
            try (RawClient client = link.client()) {
                sendAndEnd(client, random(1000)).join();
                assertThatThrownBy(() -> assertThat(client.in().readAllBytes()).hasSize(1000))
                        .as("which is what streams are for").isInstanceOfAny(SocketException.class,
                                AssertionError.class);
            }
        }
    }

    @Test
    void manyWhoComeAtOnceToAGatewayWithoutStreamsAreAllServed() throws Exception {
        try (RawUpstream db = echo(); Link link = link(db, "http/1.1")) {
            List<RawClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 40; i++) {
                    clients.add(link.client().send("hello"));
                }
                for (RawClient client : clients) {
                    assertThat(client.in().readNBytes(5)).asString().isEqualTo("hello");
                }
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
            await().untilAsserted(() -> assertThat(link.connections()).isZero());
        }
    }

    @Test
    void theResetOfTheServerIsAResetForTheClientAndForNobodyElse() throws Exception {
        CountDownLatch talking = new CountDownLatch(1);
        try (RawUpstream db = RawUpstream.start(connection -> {
            connection.send("half an ans");
            int word = connection.in().read();
            talking.await();
            if (word == 'r') {
                connection.reset();
            }
            connection.send("wer");
        });
                Link link = link(db, EITHER);
                RawClient other = link.client().send("g");
                RawClient client = link.client().send("r")) {
            assertThat(client.in().readNBytes(11)).hasSize(11);
            talking.countDown();
            assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketException.class);
            assertThat(other.in().readAllBytes()).asString().isEqualTo("half an answer");
        }
    }

    @Test
    void aClientThatBreaksOffLeavesTheOthersTheirs() throws Exception {
        CompletableFuture<Integer> gone = new CompletableFuture<>();
        try (RawUpstream db = RawUpstream.start(connection -> {
            int word = connection.in().read();
            connection.send("x");
            if (word == 'b') {
                gone.complete(connection.in().read());
            }
            connection.in().transferTo(connection.socket().getOutputStream());
        }); Link link = link(db, EITHER); RawClient other = link.client().send("o")) {
            assertThat(other.in().read()).isEqualTo('x');
            RawClient client = link.client().send("b");
            assertThat(client.in().read()).isEqualTo('x');
            client.socket().setSoLinger(true, 0);
            client.close();
            assertThat(gone.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(-1);
            sendAndEnd(other, "still here".getBytes(StandardCharsets.US_ASCII)).join();
            assertThat(other.in().readAllBytes()).asString().isEqualTo("still here");
        }
    }

    @Test
    void whenNobodyIsBehindTheCrossingTheReasonIsHeardAsBefore() throws Exception {
        try (RawUpstream db = echo(); Link link = link(db, EITHER)) {
            db.kill();
            try (RawClient client = link.client()) {
                assertThat(client.closed()).isTrue();
            }
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8)).contains("\"status\":503"));
        }
    }
}
