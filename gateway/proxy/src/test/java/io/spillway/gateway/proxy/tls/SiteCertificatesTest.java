package io.spillway.gateway.proxy.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.netty.handler.ssl.OpenSsl;
import io.spillway.devca.CertificateRequest;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.model.identity.SpiffeId;
import io.spillway.process.tls.TlsStartException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** An entrance with several certificates, and clients of all kinds. */
@Tag("slow")
class SiteCertificatesTest {
    @TempDir
    Path folder = Path.of("");

    private static TlsProvider provider(String name) {
        return name.equals("JDK") ? TlsProvider.jdk() : TlsProvider.choose();
    }

    private static ServerTlsSettings sites(TlsWorld world, boolean strict, String oldest, Duration patience)
            throws IOException {
        return new ServerTlsSettings(
                List.of(world.site("first.example"), world.site("shop.example"), world.site("*.shop.example")),
                ServerTlsSettings.Clients.NONE, null, null, List.of("http/1.1"), strict, oldest, patience, 4096);
    }

    private static TestProxy entrance(TlsWorld world, RawUpstream upstream, ServerTlsSettings settings)
            throws IOException, TlsStartException {
        return TestProxy.secured("idc-a", Worlds.priorities(List.of(Worlds.local(upstream))), new TestProxy.Secrets(
                Map.of(ListenerRole.ENTRANCE, world.listener("entrance", settings)), ClientTls.NONE));
    }

    @Test
    void boringSslIsThere() {
        assertThat(OpenSsl.isAvailable()).as("%s", OpenSsl.unavailabilityCause()).isTrue();
        assertThat(TlsProvider.choose().description()).contains("BoringSSL");
    }

    @ParameterizedTest
    @CsvSource({"BoringSSL,TLSv1.3", "BoringSSL,TLSv1.2", "JDK,TLSv1.3", "JDK,TLSv1.2"})
    void requestsAreAnsweredAndTheNameChoosesTheCertificate(String provider, String version) throws Exception {
        try (TlsWorld world = new TlsWorld(folder, provider(provider));
                RawUpstream upstream = RawUpstream.named("orders-1");
                TestProxy proxy = entrance(world, upstream,
                        sites(world, false, "TLSv1.2", Duration.ofSeconds(5)))) {
            Map<String, String> shown = Map.of("shop.example", "shop.example", "SHOP.example", "shop.example",
                    "www.shop.example", "*.shop.example", "a.www.shop.example", "first.example", "other.example",
                    "first.example");
            for (Map.Entry<String, String> each : shown.entrySet()) {
                try (SSLSocket socket = connect(world.context(null), proxy, each.getKey(), version);
                        RawClient client = new RawClient(socket)) {
                    assertThat(TlsWorld.shown(socket)).as(each.getKey()).isEqualTo(each.getValue());
                    assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("orders-1");
                    assertThat(client.get(Worlds.HOST, "/again").answer().status()).isEqualTo(200);
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                    assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                }
            }
        }
    }

    private static SSLSocket connect(SSLContext context, TestProxy proxy, String site, String version)
            throws IOException {
        InetSocketAddress to = proxy.address(ListenerRole.ENTRANCE);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(
                new Socket(to.getAddress(), to.getPort()),
                "localhost", to.getPort(), true);
        socket.setEnabledProtocols(new String[]{version});
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(site)));
        parameters.setApplicationProtocols(new String[]{"http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Test
    void endpointsAreToldThatTheClientCameByTls() throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream upstream = RawUpstream.named("orders-1");
                TestProxy proxy = entrance(world, upstream, sites(world, false, "TLSv1.2", Duration.ofSeconds(5)));
                RawClient client = new RawClient(
                        TlsWorld.connect(world.context(null), proxy.address(ListenerRole.ENTRANCE), null))) {
            client.send("GET / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\nX-Forwarded-Proto: http\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(upstream.heads().getFirst()).containsOnlyOnce("X-Forwarded-Proto")
                    .contains("X-Forwarded-Proto: https\r\n");
        }
    }

    @Test
    void aLargeAnswerArrivesWholeAndTheEndIsSaid() throws Exception {
        String body = "0123456789abcdef".repeat(64 * 1024);
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream upstream = RawUpstream.named(body);
                TestProxy proxy = entrance(world, upstream, sites(world, false, "TLSv1.2", Duration.ofSeconds(5)));
                RawClient client = new RawClient(
                        TlsWorld.connect(world.context(null), proxy.address(ListenerRole.ENTRANCE), null))) {
            client.send("GET / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\nConnection: close\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo(body);
            assertThat(client.in().read()).as("a clean end, which the JDK tells from a cut").isEqualTo(-1);
        }
    }

    @Test
    void anUnknownNameIsRefusedWhereThatIsAsked() throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream upstream = RawUpstream.named("orders-1");
                TestProxy proxy = entrance(world, upstream, sites(world, true, "TLSv1.2", Duration.ofSeconds(5)))) {
            SSLContext context = world.context(null);
            InetSocketAddress to = proxy.address(ListenerRole.ENTRANCE);
            assertThatThrownBy(() -> TlsWorld.connect(context, to, "other.example")).isInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(world.handshakes()).contains("entrance unknown_name"));
            TlsWorld.connect(context, to, "shop.example").close();
        }
    }

    @Test
    void anOldVersionIsRefused() throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream upstream = RawUpstream.named("orders-1");
                TestProxy proxy = entrance(world, upstream, sites(world, false, "TLSv1.3", Duration.ofSeconds(5)))) {
            SSLContext context = world.context(null);
            assertThatThrownBy(() -> connect(context, proxy, "shop.example", "TLSv1.2"))
                    .isInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(world.handshakes()).contains("entrance failed"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: orders.example\r\n\r\n", "\u0016\u0003\u0001\u0000\u0000",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"})
    void whatIsNotTlsIsCut(String octets) throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream upstream = RawUpstream.named("orders-1");
                TestProxy proxy = entrance(world, upstream, sites(world, false, "TLSv1.2", Duration.ofMillis(500)));
                RawClient client = proxy.client().send(octets)) {
            assertThat(client.closed()).isTrue();
            assertThat(upstream.connections()).isZero();
        }
    }

    @Test
    void aFirstMessageWithoutEndIsCutAtItsLimit() throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream upstream = RawUpstream.named("orders-1");
                TestProxy proxy = entrance(world, upstream, sites(world, false, "TLSv1.2", Duration.ofSeconds(20)));
                RawClient client = proxy.client()) {
            // A handshake record whose client hello says that it has 60,000 octets.
            client.send("\u0016\u0003\u0001\u0010\u0000" + "\u0001\u0000\u00ea`" + "x".repeat(4092));
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aClientThatSaysNothingIsCutInTime() throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream upstream = RawUpstream.named("orders-1");
                TestProxy proxy = entrance(world, upstream, sites(world, false, "TLSv1.2", Duration.ofMillis(300)));
                RawClient silent = proxy.client();
                RawClient halting = proxy.client().send("\u0016\u0003\u0001")) {
            assertThat(silent.closed()).isTrue();
            assertThat(halting.closed()).isTrue();
            await().untilAsserted(() -> assertThat(world.handshakes()).contains("entrance timed_out"));
        }
    }

    @Test
    void manyHalfHandshakesDoNotHoldTheOthers() throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream upstream = RawUpstream.named("orders-1");
                TestProxy proxy = entrance(world, upstream, sites(world, false, "TLSv1.2", Duration.ofSeconds(5)));
                RawClient good = new RawClient(
                        TlsWorld.connect(world.context(null), proxy.address(ListenerRole.ENTRANCE), null))) {
            List<RawClient> halting = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                halting.add(proxy.client().send("\u0016\u0003\u0001\u0002\u0000\u0001"));
            }
            assertThat(good.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            try (RawClient another = new RawClient(
                    TlsWorld.connect(world.context(null), proxy.address(ListenerRole.ENTRANCE), null))) {
                assertThat(another.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            }
            for (RawClient each : halting) {
                each.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aSessionIsTakenUpAgain(String version) throws Exception {
        try (TlsWorld world = new TlsWorld(folder);
                RawUpstream upstream = RawUpstream.named("orders-1");
                TestProxy proxy = entrance(world, upstream, sites(world, false, "TLSv1.2", Duration.ofSeconds(5)))) {
            SSLContext context = world.context(null);
            long first = use(connect(context, proxy, "shop.example", version));
            long second = use(connect(context, proxy, "shop.example", version));
            assertThat(second).as("a resumed session keeps its time of creation").isEqualTo(first);
        }
    }

    private static long use(SSLSocket socket) throws IOException {
        try (socket; RawClient client = new RawClient(socket)) {
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            return socket.getSession().getCreationTime();
        }
    }

    @Test
    void aClientCertificateIsAskedForAndChecked() throws Exception {
        try (TlsWorld world = new TlsWorld(folder); RawUpstream upstream = RawUpstream.named("orders-1")) {
            ServerTlsSettings settings = new ServerTlsSettings(List.of(world.site("first.example")),
                    ServerTlsSettings.Clients.REQUIRED,
                    world.identity("idc-a", SpiffeId.Role.GATEWAY).trust(), null,
                    List.of(), false, "TLSv1.2", Duration.ofSeconds(5), 4096);
            try (TestProxy proxy = entrance(world, upstream, settings)) {
                InetSocketAddress to = proxy.address(ListenerRole.ENTRANCE);
                var user = world.authority()
                        .issue(CertificateRequest.site(Instant.now(), "user.example"));
                try (RawClient client = new RawClient(TlsWorld.connect(world.context(user), to, null))) {
                    assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
                }
                assertThatThrownBy(() -> {
                    try (RawClient client = new RawClient(TlsWorld.connect(world.context(null), to, null))) {
                        client.get(Worlds.HOST, "/").answer();
                    }
                }).isInstanceOf(IOException.class);
            }
        }
    }
}
