package io.spillway.gateway.proxy.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Clients that speak no HTTP, through one gateway and through two of different IDCs. */
@Tag("slow")
class TcpListenerTest {
    /** Nobody listens there without being root. */
    private static final int DEAD_PORT = 1;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private static RawUpstream echo() throws IOException {
        return RawUpstream.start(connection -> {
            connection.in().transferTo(connection.socket().getOutputStream());
            connection.socket().shutdownOutput();
        });
    }

    /** Returns a service that says its name to whoever connects, and then ends. */
    private static RawUpstream saying(String name) throws IOException {
        return RawUpstream.start(connection -> connection.send(name));
    }

    private TestProxy proxy(String idc, RoutingSnapshot world) throws IOException {
        return TestProxy.tcp(idc, Worlds.tcp(world, "db", "*"), TestProxy.Secrets.NONE, log, "db");
    }

    private static Endpoint dead(int last) {
        return Endpoint.workload("127.0.0." + last, DEAD_PORT, "idc-a");
    }

    private static String all(RawClient client) throws IOException {
        return new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private String logged() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aServerThatSpeaksFirstIsHeardThoughTheClientSaysNothing() throws Exception {
        try (RawUpstream db = saying("5.7.44-db");
                TestProxy proxy = proxy("idc-a", Worlds.priorities(List.of(Worlds.local(db))));
                RawClient client = proxy.client("db")) {
            assertThat(all(client)).isEqualTo("5.7.44-db");
        }
    }

    @Test
    void fourMegabytesComeBackAsTheyWereAndEachSideEndsItsHalf() throws Exception {
        byte[] sent = new byte[4 << 20];
        new SplittableRandom(7).nextBytes(sent);
        try (RawUpstream db = echo();
                TestProxy proxy = proxy("idc-a", Worlds.priorities(List.of(Worlds.local(db))));
                RawClient client = proxy.client("db")) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try {
                    client.socket().getOutputStream().write(sent);
                    client.socket().shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(Arrays.equals(client.in().readAllBytes(), sent)).isTrue();
            writing.join();
            await().untilAsserted(() -> assertThat(logged()).contains("\"listener\":\"db\"", "\"method\":\"CONNECT\"",
                    "\"status\":200", "\"bytesIn\":4194304,\"bytesOut\":4194304", "\"service\":\"orders\"",
                    "\"path\":\"\""));
        }
    }

    @Test
    void anEndpointThatRefusesCostsNobodyHisConnection() throws Exception {
        try (RawUpstream db = saying("alive");
                TestProxy proxy = proxy("idc-a",
                        Worlds.priorities(List.of(dead(1), Worlds.local(db))))) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = proxy.client("db")) {
                    assertThat(all(client)).isEqualTo("alive");
                }
            }
            assertThat(proxy.metrics()).contains("outcome=\"connect_failed\"");
        }
    }

    @Test
    void whenAllEndpointsHereAreDeadTheOtherIdcServesTheConnection() throws Exception {
        try (RawUpstream far = saying("from idc-b");
                TestProxy second = proxy("idc-b", Worlds.priorities(List.of(Worlds.local(far))));
                TestProxy first = proxy("idc-a", Worlds.priorities(List.of(dead(1), dead(2)),
                        List.of(Worlds.remote(second.address(ListenerRole.CROSSING).getPort()))))) {
            for (int i = 0; i < 5; i++) {
                try (RawClient client = first.client("db")) {
                    assertThat(all(client)).isEqualTo("from idc-b");
                }
            }
            await().untilAsserted(() -> assertThat(logged()).contains("\"listener\":\"crossing\"",
                    "\"targetIdc\":\"idc-b\",\"priority\":1,\"reason\":\"failover\""));
        }
    }

    @Test
    void aGatewayOfTheOtherIdcThatHasNobodyLeftIsNotTheEnd() throws Exception {
        try (RawUpstream third = saying("from the third");
                TestProxy empty = proxy("idc-b", Worlds.priorities(List.of(dead(1))));
                TestProxy full = proxy("idc-c", Worlds.priorities(List.of(Worlds.local(third))));
                TestProxy first = proxy("idc-a",
                        Worlds.priorities(List.of(dead(1)),
                                List.of(Worlds.remote(empty.address(ListenerRole.CROSSING).getPort())),
                                List.of(Endpoint.gateway("127.0.0.1", full.address(ListenerRole.CROSSING).getPort(),
                                        "idc-c"))));
                RawClient client = first.client("db")) {
            assertThat(all(client)).isEqualTo("from the third");
        }
    }

    @Test
    void withNobodyAnywhereTheConnectionEndsAndTheReasonIsTold() throws Exception {
        try (TestProxy proxy = proxy("idc-a", Worlds.priorities(List.of(dead(1), dead(2))));
                RawClient client = proxy.client("db")) {
            assertThat(all(client)).isEmpty();
            await().untilAsserted(() -> assertThat(logged()).contains("\"status\":503", "\"endpoint\":\"127.0.0."));
        }
    }

    @Test
    void aResetOfTheServerIsAResetForTheClient() throws Exception {
        CountDownLatch talking = new CountDownLatch(1);
        try (RawUpstream db = RawUpstream.start(connection -> {
            connection.send("half an ans");
            talking.await();
            connection.reset();
        });
                TestProxy proxy = proxy("idc-a", Worlds.priorities(List.of(Worlds.local(db))));
                RawClient client = proxy.client("db")) {
            assertThat(client.in().readNBytes(11)).hasSize(11);
            talking.countDown();
            assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aServerThatTakesNothingMakesTheClientWaitAndNotTheGatewayFillUp() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        try (RawUpstream db = RawUpstream.start(connection -> {
            reading.await();
            connection.in().transferTo(java.io.OutputStream.nullOutputStream());
            connection.send("done");
        });
                TestProxy proxy = proxy("idc-a", Worlds.priorities(List.of(Worlds.local(db))));
                RawClient client = proxy.client("db")) {
            java.util.concurrent.atomic.AtomicLong written = new java.util.concurrent.atomic.AtomicLong();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try {
                    byte[] piece = new byte[64 * 1024];
                    for (int i = 0; i < 1024; i++) {
                        client.socket().getOutputStream().write(piece);
                        written.addAndGet(piece.length);
                    }
                    client.socket().shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            // What socket buffers of both sides take, and no more.
            await().during(Duration.ofMillis(200)).until(() -> written.get() < 64L << 20);
            reading.countDown();
            assertThat(all(client)).isEqualTo("done");
            writing.join();
            assertThat(written).hasValue(64L << 20);
        }
    }

    @Test
    void aConnectionOnWhichNobodySaysAnythingEnds() throws Exception {
        try (RawUpstream db = RawUpstream.start(connection -> connection.in().read());
                TestProxy proxy = proxy("idc-a", Worlds.priorities(List.of(Worlds.local(db))));
                RawClient client = proxy.client("db")) {
            assertThat(client.closed()).isTrue();
            await().untilAsserted(() -> assertThat(logged()).contains("\"reason\":\"timeout\""));
        }
    }

    @Test
    void aConnectionThatLastsIsNoSlowRequest() throws Exception {
        try (RawUpstream db = echo(); TestProxy proxy = proxy("idc-a", Worlds.priorities(List.of(Worlds.local(db))))) {
            try (RawClient client = proxy.client("db")) {
                client.send("x");
                assertThat(client.in().read()).isEqualTo('x');
                assertThat(proxy.metrics()).contains("spillway_gateway_tunnels 1");
            }
            await().untilAsserted(() -> assertThat(proxy.metrics())
                    .contains("spillway_gateway_tunnel_seconds_count{idc=\"idc-a\",listener=\"db\"",
                            "spillway_gateway_requests_total{code_class=\"2xx\",idc=\"idc-a\",listener=\"db\"")
                    .doesNotContain("spillway_gateway_request_seconds_count"));
        }
    }

    @Test
    void aDrainLetsAConnectionGoOnAndCutsItAtTheEnd() throws Exception {
        try (RawUpstream db = echo();
                TestProxy proxy = proxy("idc-a", Worlds.priorities(List.of(Worlds.local(db))));
                RawClient client = proxy.client("db")) {
            client.send("a");
            assertThat(client.in().read()).isEqualTo('a');
            CompletableFuture<Void> closing = CompletableFuture.runAsync(proxy.server()::close);
            await().until(proxy.server()::draining);
            client.send("b");
            assertThat(client.in().read()).isEqualTo('b');
            assertThat(client.closed()).isTrue();
            closing.join();
        }
    }

    @Test
    void aListenerOfWhichTheControlPlaneHasNotSpokenServesNobody() throws Exception {
        try (RawUpstream db = saying("never heard");
                TestProxy proxy = TestProxy.tcp("idc-a", Worlds.priorities(List.of(Worlds.local(db))),
                        TestProxy.Secrets.NONE, log, "db");
                RawClient client = proxy.client("db")) {
            assertThat(all(client)).isEmpty();
            await().untilAsserted(() -> assertThat(logged()).contains("\"reason\":\"no_host\""));
            assertThat(db.connections()).isZero();
        }
    }
}
