package io.spillway.gateway.proxy.tcp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.ProxyProtocol;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** CONNECT and upgrades are let in by routes only, and whose connection it is can be told to the endpoint. */
@Tag("slow")
class ConnectTest {
    private static final String CONNECT = Octets.lines("CONNECT orders.example:443 HTTP/1.1",
            "Host: orders.example:443", "");

    private static RawUpstream echo() throws Exception {
        return RawUpstream.start(connection -> connection.in().transferTo(connection.socket().getOutputStream()));
    }

    private static RoutingSnapshot introducing(RawUpstream upstream, ProxyProtocol version) {
        ClusterPolicy or = ClusterPolicy.DEFAULT;
        return Worlds.snapshot(Duration.ofSeconds(5), new ClusterPolicy(or.connectTimeout(),
                or.overprovisioningFactor(), or.panicThreshold(), or.outlier(), or.retryBudget(), or.limits(), version,
                null),
                List.of(Worlds.local(upstream)));
    }

    @Test
    void aTunnelIsOpenedWhereARouteLetsIt() throws Exception {
        try (RawUpstream service = echo();
                TestProxy proxy = TestProxy.start(Worlds.letting(
                        Worlds.priorities(List.of(Worlds.local(service))), new PathMatch.Connect(), Set.of()));
                RawClient client = proxy.client()) {
            // What is sent without waiting for the answer belongs into the tunnel.
            client.send(CONNECT + "early");
            String head = Octets.head(client.in()).orElseThrow();
            assertThat(head).startsWith("HTTP/1.1 200 ").doesNotContain("Content-Length").doesNotContain("chunked");
            assertThat(client.in().readNBytes(5)).isEqualTo("early".getBytes(StandardCharsets.US_ASCII));
            client.send("GET / HTTP/9.9");
            assertThat(new String(client.in().readNBytes(14), StandardCharsets.US_ASCII)).isEqualTo("GET / HTTP/9.9");
        }
    }

    @Test
    void aTunnelCrossesToTheOtherIdcAndALoopIsRefused() throws Exception {
        try (RawUpstream service = echo();
                TestProxy b = TestProxy.start("idc-b", Worlds.priorities(List.of(Worlds.local(service))));
                TestProxy a = TestProxy.start(Worlds.letting(Worlds.priorities(
                        List.of(Worlds.remote(b.address(ListenerRole.CROSSING).getPort()))), new PathMatch.Connect(),
                        Set.of()));
                RawClient client = a.client();
                RawClient loop = b.client(ListenerRole.CROSSING)) {
            client.send(CONNECT);
            assertThat(Octets.head(client.in()).orElseThrow()).startsWith("HTTP/1.1 200 ");
            client.send("x");
            assertThat(client.in().read()).isEqualTo('x');
            loop.send(Octets.lines("CONNECT orders.example:443 HTTP/1.1", "Host: orders.example:443",
                    "x-spillway-cluster: orders/default", "CDN-Loop: spillway-idc-b", ""));
            assertThat(loop.answer().status()).isEqualTo(508);
        }
    }

    @Test
    void withoutSuchARouteItIsRefusedAndWhatFollowsIsNoRequest() throws Exception {
        try (RawUpstream service = echo();
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(service))));
                RawClient client = proxy.client()) {
            client.send(CONNECT + "GET / HTTP/1.1\r\nHost: orders.example\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(501);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("not_supported");
            assertThat(client.closed()).isTrue();
            assertThat(service.connections()).isZero();
        }
    }

    @Test
    void aRouteForTunnelsTakesNoRequests() throws Exception {
        try (RawUpstream service = echo();
                TestProxy proxy = TestProxy.start(Worlds.letting(
                        Worlds.priorities(List.of(Worlds.local(service))), new PathMatch.Connect(), Set.of()));
                RawClient client = proxy.client()) {
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(404);
        }
    }

    @Test
    void anotherProtocolIsUpgradedToWhereTheRouteNamesIt() throws Exception {
        String ask = Octets.lines("POST /exec HTTP/1.1", "Host: orders.example", "Connection: Upgrade",
                "Upgrade: SPDY/3.1", "");
        try (RawUpstream service = RawUpstream.start(connection -> {
            assertThat(connection.head().orElseThrow()).contains("\r\nUpgrade: SPDY/3.1\r\n");
            connection.send(Octets.lines("HTTP/1.1 101 Switching Protocols", "Connection: Upgrade",
                    "Upgrade: spdy/3.1", ""));
            connection.in().transferTo(connection.socket().getOutputStream());
        });
                TestProxy proxy = TestProxy.start(Worlds.letting(Worlds.priorities(List.of(Worlds.local(service))),
                        PathMatch.ANY, Set.of("spdy/3.1")));
                RawClient client = proxy.client().send(ask)) {
            assertThat(Octets.head(client.in()).orElseThrow()).startsWith("HTTP/1.1 101 ")
                    .contains("Upgrade: SPDY/3.1");
            client.send("z");
            assertThat(client.in().read()).isEqualTo('z');
            proxy.swap(Worlds.letting(Worlds.priorities(List.of(Worlds.local(service))), PathMatch.ANY, Set.of()));
            try (RawClient other = proxy.client().send(ask)) {
                assertThat(other.answer().status()).isEqualTo(501);
            }
        }
    }

    @Test
    void anEndpointIsToldOnEachConnectionWhoseItIsAndClientsShareNone() throws Exception {
        try (RawUpstream service = RawUpstream.start(connection -> {
            String line = "";
            while (!line.endsWith("\n")) {
                line += (char) connection.in().read();
            }
            while (connection.request().isPresent()) {
                connection.send(RawUpstream.ok(line.strip()));
            }
        });
                TestProxy proxy = TestProxy.start(introducing(service, ProxyProtocol.V1));
                RawClient one = proxy.client();
                RawClient two = proxy.client()) {
            for (int round = 0; round < 3; round++) {
                for (RawClient client : List.of(one, two)) {
                    assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("PROXY TCP4 127.0.0.1 127.0.0.1 "
                            + client.socket().getLocalPort() + " " + client.socket().getPort());
                }
            }
            assertThat(service.connections()).isEqualTo(2);
        }
    }

    @Test
    void aTcpConnectionIsIntroducedInBinaryBeforeItsFirstOctet() throws Exception {
        try (RawUpstream service = RawUpstream.start(connection -> {
            byte[] header = connection.in().readNBytes(28);
            connection.send((header[12] & 0xff) + " " + (header[13] & 0xff) + " "
                    + (((header[24] & 0xff) << 8) | (header[25] & 0xff)) + " " + (char) connection.in().read());
        });
                TestProxy proxy = TestProxy.tcp("idc-a",
                        Worlds.tcp(introducing(service, ProxyProtocol.V2), "db", "*"), TestProxy.Secrets.NONE,
                        new java.io.ByteArrayOutputStream(), "db");
                RawClient client = proxy.client("db").send("Q")) {
            assertThat(new String(client.in().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("33 17 " + client.socket().getLocalPort() + " Q");
        }
    }
}
