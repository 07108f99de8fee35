package io.spillway.gateway.proxy.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.spillway.devca.CertificateRequest;
import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.Issued;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.process.tls.Identity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Gateway a in idc-a dials gateway b, which is, or only says that it is, in idc-b. */
@Tag("slow")
class CrossingIdentityTest {
    @TempDir
    Path folder = Path.of("");
    private TlsWorld world = new TlsWorld(folder);
    private RawUpstream orders = start();

    private static RawUpstream start() {
        try {
            return RawUpstream.named("orders-b");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void begin() {
        world.close();
        world = new TlsWorld(folder);
    }

    @AfterEach
    void end() {
        orders.close();
        world.close();
    }

    private static Endpoint b(TestProxy b) {
        return Endpoint.gateway("127.0.0.1", b.address(ListenerRole.CROSSING).getPort(), "idc-b")
                .withTransport(new Transport.Crossing(TlsWorld.TRUST_DOMAIN, "idc-b"));
    }

    private TestProxy gatewayA(TestProxy b, Identity own) throws Exception {
        return TestProxy.secured("idc-a", Worlds.priorities(List.of(b(b))),
                new TestProxy.Secrets(Map.of(), world.dialer(own)));
    }

    private TestProxy gatewayB(ListenerTls crossing) throws IOException {
        return TestProxy.secured("idc-b", Worlds.priorities(List.of(Worlds.local(orders))),
                new TestProxy.Secrets(Map.of(ListenerRole.CROSSING, crossing), ClientTls.NONE));
    }

    private static RawClient.Answer ask(TestProxy proxy) throws IOException {
        try (RawClient client = proxy.client()) {
            return client.get(Worlds.HOST, "/").answer();
        }
    }

    @Test
    void twoGatewaysThatAreWhoTheySayTalk() throws Exception {
        try (TestProxy b = gatewayB(world.crossingListener("idc-b"));
                TestProxy a = gatewayA(b, world.identity("idc-a", Role.GATEWAY))) {
            for (int i = 0; i < 20; i++) {
                assertThat(ask(a).body()).isEqualTo("orders-b");
            }
            assertThat(world.handshakes()).containsExactlyInAnyOrder("upstream ok", "crossing ok");
        }
    }

    @Test
    void anIdentityIsTriedBeforeItIsNeeded() throws Exception {
        CrossingTls good = world.dialer(world.identity("idc-a", Role.GATEWAY));
        good.rehearse();
        assertThat(world.handshakes()).as("nobody hears of it").isEmpty();
    }

    @Test
    void aGatewayOfAnotherIdcIsNotTakenForTheOneThatWasMeant() throws Exception {
        try (TestProxy b = gatewayB(world.crossingListener("idc-c"));
                TestProxy a = gatewayA(b, world.identity("idc-a", Role.GATEWAY))) {
            assertThat(ask(a).status()).isEqualTo(503);
            assertThat(orders.heads()).isEmpty();
            assertThat(world.handshakes()).contains("upstream peer_refused");
        }
    }

    @Test
    void aWorkloadDoesNotPassForAGateway() throws Exception {
        Identity workload = world.identity("idc-b", Role.WORKLOAD);
        try (TestProxy b = gatewayB(world.listener("crossing", ServerTlsSettings.crossing(workload, List.of())));
                TestProxy a = gatewayA(b, world.identity("idc-a", Role.GATEWAY))) {
            assertThat(ask(a).status()).isEqualTo(503);
            assertThat(orders.heads()).isEmpty();
        }
    }

    @Test
    void aRegistrySyncMayNotUseTheCrossing() throws Exception {
        assertRefusedAtTheCrossing(world.identity("idc-a", Role.SYNC));
    }

    @Test
    void anotherAuthoritysGatewayMayNotUseTheCrossing() throws Exception {
        Issued stranger = DevelopmentAuthority.create(Instant.now(), new SecureRandom())
                .issue(CertificateRequest.of(TlsWorld.id("idc-a", Role.GATEWAY), Instant.now()));
        assertRefusedAtTheCrossing(world.identity(stranger, "stranger"));
    }

    @Test
    void aGatewayOfAnotherTrustDomainMayNotUseTheCrossing() throws Exception {
        SpiffeId stranger = new SpiffeId("elsewhere", "idc-a", Role.GATEWAY, "gateway-1");
        Identity written = world.identity(world.authority().issue(CertificateRequest.of(stranger, Instant.now())),
                "elsewhere");
        assertRefusedAtTheCrossing(new Identity(written.files(), written.trust(), "elsewhere"));
    }

    private void assertRefusedAtTheCrossing(Identity own) throws Exception {
        try (TestProxy b = gatewayB(world.crossingListener("idc-b")); TestProxy a = gatewayA(b, own)) {
            assertThat(ask(a).status()).isGreaterThanOrEqualTo(502);
            assertThat(orders.heads()).isEmpty();
            await().untilAsserted(() -> assertThat(world.handshakes()).contains("crossing peer_refused"));
        }
    }

    @Test
    void aClientWithoutACertificateDoesNotGetIn() throws Exception {
        try (TestProxy b = gatewayB(world.crossingListener("idc-b"))) {
            assertThatThrownBy(() -> {
                try (RawClient client = new RawClient(
                        TlsWorld.connect(world.context(null), b.address(ListenerRole.CROSSING), null))) {
                    client.send("GET / HTTP/1.1\r\nHost: orders.example\r\nx-spillway-cluster: orders/default\r\n\r\n");
                    client.answer();
                }
            }).isInstanceOf(IOException.class);
            assertThat(orders.heads()).isEmpty();
        }
    }

    @Test
    void aPlainClientDoesNotGetIn() throws Exception {
        try (TestProxy b = gatewayB(world.crossingListener("idc-b"));
                RawClient client = b.client(ListenerRole.CROSSING)) {
            client.send("GET / HTTP/1.1\r\nHost: orders.example\r\nx-spillway-cluster: orders/default\r\n\r\n");
            assertThat(client.closed()).isTrue();
            assertThat(orders.heads()).isEmpty();
        }
    }

    @Test
    void aCertificateThatExpiredAfterItWasReadDoesNotGetIn() throws Exception {
        Issued old = world.authority().issue(CertificateRequest.of(TlsWorld.id("idc-a", Role.GATEWAY), Instant.now())
                .valid(Instant.now().minus(2, ChronoUnit.DAYS), Instant.now().minus(1, ChronoUnit.DAYS)));
        try (TestProxy b = gatewayB(world.crossingListener("idc-b"))) {
            assertThatThrownBy(() -> {
                try (RawClient client = new RawClient(
                        TlsWorld.connect(world.context(old), b.address(ListenerRole.CROSSING), null))) {
                    client.get(Worlds.HOST, "/").answer();
                }
            }).isInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(world.handshakes()).contains("crossing peer_refused"));
        }
    }

    @Test
    void aGatewayWithoutAnIdentityFailsOverToWhatItReachesInTheClear() throws Exception {
        try (TestProxy b = gatewayB(world.crossingListener("idc-b"));
                RawUpstream plain = RawUpstream.named("plain");
                TestProxy a = TestProxy.secured("idc-a",
                        Worlds.priorities(List.of(b(b)), List.of(Worlds.local(plain))),
                        new TestProxy.Secrets(Map.of(), ClientTls.NONE))) {
            assertThat(ask(a).body()).isEqualTo("plain");
        }
    }

    @Test
    void plainAndSecretConnectionsToOneAddressAreNotShared() throws Exception {
        try (TestProxy b = gatewayB(world.crossingListener("idc-b"));
                TestProxy a = gatewayA(b, world.identity("idc-a", Role.GATEWAY))) {
            assertThat(ask(a).body()).isEqualTo("orders-b");
            Endpoint inTheClear = b(b).withTransport(Transport.PLAIN);
            a.swap(Worlds.priorities(List.of(inTheClear)));
            assertThat(ask(a).status()).as("the listener speaks TLS only").isGreaterThanOrEqualTo(502);
            a.swap(Worlds.priorities(List.of(b(b))));
            assertThat(ask(a).body()).isEqualTo("orders-b");
        }
    }
}
