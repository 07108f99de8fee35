package io.spillway.gateway.proxy.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.devca.CertificateRequest;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.TlsWorldPerTest;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.proxy.tls.ServerTlsSettings;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.model.resource.TunnelName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A gateway that is none of ours brings a connection of a TCP service to the crossing of idc-b. */
@Tag("slow")
class CrossingByNameTest extends TlsWorldPerTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private TestProxy gatewayB(RawUpstream orders) throws Exception {
        return TestProxy.securedAndLogging("idc-b", Worlds.priorities(List.of(Worlds.local(orders))),
                new TestProxy.Secrets(Map.of(ListenerRole.CROSSING, world().listener("crossing",
                        ServerTlsSettings.crossing(world().identity("idc-b", Role.GATEWAY),
                                List.of("h2", "http/1.1", TunnelName.PROTOCOL)))),
                        ClientTls.NONE),
                log);
    }

    private RawClient connect(TestProxy b, Role role, @Nullable String name) throws Exception {
        return new RawClient(TlsWorld.connect(
                world().context(
                        world().authority().issue(CertificateRequest.of(TlsWorld.id("idc-a", role), Instant.now()))),
                b.address(ListenerRole.CROSSING), name, TunnelName.PROTOCOL));
    }

    private static String all(RawClient client) throws IOException {
        return new String(client.in().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void octetsPassAsTheyComeAlsoWhenTheServerSpeaksFirst() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.send("220 ready\r\n");
            byte[] said = connection.in().readNBytes(4);
            connection.send("got " + new String(said, StandardCharsets.UTF_8));
        });
                TestProxy b = gatewayB(orders)) {
            try (RawClient client = connect(b, Role.GATEWAY, TunnelName.of("orders", "default"))) {
                assertThat(new String(client.in().readNBytes(11), StandardCharsets.UTF_8)).isEqualTo("220 ready\r\n");
                client.send("HELO");
                assertThat(all(client)).isEqualTo("got HELO");
            }
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("\"listener\":\"crossing\"", "\"method\":\"CONNECT\""));
        }
    }

    @Test
    void aNameThatMeansNothingOrNoNameIsLetGoWithoutAWord() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders-b"); TestProxy b = gatewayB(orders)) {
            for (String name : new String[]{null, "orders.example", TunnelName.of("nowhere", "default")}) {
                try (RawClient client = connect(b, Role.GATEWAY, name)) {
                    assertThat(all(client)).as("%s", name).isEmpty();
                }
            }
            assertThat(orders.connections()).isZero();
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("\"reason\":\"no_host\"", "\"reason\":\"no_cluster\""));
        }
    }

    @Test
    void aWorkloadHasNoTunnelThatNobodyGrantsIt() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders-b");
                TestProxy b = gatewayB(orders);
                RawClient workload = connect(b, Role.WORKLOAD, TunnelName.of("orders", "default"))) {
            assertThat(all(workload)).isEmpty();
            assertThat(orders.connections()).isZero();
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("\"reason\":\"caller_refused\""));
        }
    }
}
