package io.spillway.gateway.proxy.tcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** TLS that ends at the workloads is led by the name that it asks for, and reaches them octet by octet. */
@Tag("slow")
class SniRoutingTest {
    @TempDir
    Path folder = Path.of("");
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    /** Returns a service that says how many octets of the ClientHello it got. */
    private static RawUpstream counting(int length) throws Exception {
        return RawUpstream.start(connection -> {
            byte[] got = connection.in().readNBytes(length);
            connection.send(ClientHello.find(io.netty.buffer.Unpooled.wrappedBuffer(got)) + "\n");
        });
    }

    private TestProxy proxy(RoutingSnapshot world, String... names) throws Exception {
        return TestProxy.tcp("idc-a", Worlds.tcp(world, "tls", names), TestProxy.Secrets.NONE, log, "tls");
    }

    private static String line(RawClient client) throws Exception {
        return new String(client.in().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void theWholeHelloArrivesAlsoWhenItComesInPieces() throws Exception {
        byte[] hello = ClientHelloTest.hello("db.example");
        try (RawUpstream db = counting(hello.length);
                TestProxy proxy = proxy(Worlds.priorities(List.of(Worlds.local(db))), "*.example");
                RawClient client = proxy.client("tls")) {
            for (byte octet : hello) {
                client.socket().getOutputStream().write(octet);
            }
            assertThat(line(client)).contains("db.example");
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("\"host\":\"db.example:" + client.socket().getPort()));
        }
    }

    @Test
    void aNameThatNobodyHasAndNoNameAtAllAreToldApartFromWhatIsNoTls() throws Exception {
        try (RawUpstream db = counting(1);
                TestProxy proxy = proxy(Worlds.priorities(List.of(Worlds.local(db))), "db.example")) {
            try (RawClient client = proxy.client("tls")) {
                client.socket().getOutputStream().write(ClientHelloTest.hello("other.example"));
                assertThat(client.closed()).isTrue();
            }
            try (RawClient client = proxy.client("tls")) {
                client.socket().getOutputStream().write(new byte[]{22, 3, 1, 0, 0, 1});
                assertThat(client.closed()).isTrue();
            }
            try (RawClient client = proxy.client("tls")) {
                // says nothing for longer than a head may take
                assertThat(client.closed()).isTrue();
            }
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("\"reason\":\"no_host\"", "\"reason\":\"bad_client_hello\""));
            assertThat(db.connections()).isZero();
        }
    }

    @Test
    void aClientOfAnotherProtocolGetsTheServiceForAllAtOnce() throws Exception {
        try (RawUpstream db = RawUpstream.start(connection -> connection.send("plain\n"));
                TestProxy proxy = proxy(Worlds.priorities(List.of(Worlds.local(db))), "db.example", "*");
                RawClient client = proxy.client("tls")) {
            client.send("EHLO");
            assertThat(line(client)).isEqualTo("plain");
        }
    }

    @Test
    void itCrossesToTheOtherIdcInSecretAndAWorkloadsTlsInsideOfIt() throws Exception {
        byte[] hello = ClientHelloTest.hello("db.example");
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream db = counting(hello.length);
                TestProxy b = TestProxy.secured("idc-b", Worlds.priorities(List.of(Worlds.local(db))),
                        new TestProxy.Secrets(Map.of(ListenerRole.CROSSING, world.crossingListener("idc-b")),
                                ClientTls.NONE));
                TestProxy a = TestProxy.tcp("idc-a", Worlds.tcp(Worlds.priorities(
                        List.of(Endpoint.workload("127.0.0.1", 1, "idc-a")),
                        List.of(Endpoint.gateway("127.0.0.1", b.address(ListenerRole.CROSSING).getPort(), "idc-b")
                                .withTransport(new Transport.Crossing(TlsWorld.TRUST_DOMAIN, "idc-b")))),
                        "tls", "db.example"),
                        new TestProxy.Secrets(Map.of(), world.dialer(world.identity("idc-a", Role.GATEWAY))), log,
                        "tls");
                RawClient client = a.client("tls")) {
            client.socket().getOutputStream().write(hello);
            assertThat(line(client)).contains("db.example");
        }
    }
}
