package io.spillway.gateway.proxy.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.spillway.devca.CertificateRequest;
import io.spillway.devca.Issued;
import io.spillway.gateway.caller.Caller;
import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.caller.CallerPolicy.Grant;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawClient.Answer;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.TlsWorldPerTest;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.TextMatch;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A workload of idc-a comes to the crossing of idc-b by itself. It gets the services that are for its IDC, and the standing
 * of any client: nothing that it says of others is believed.
 */
@Tag("slow")
class WorkloadAtTheCrossingTest extends TlsWorldPerTest {
    private static final CallerPolicy FOR_A = new CallerPolicy(
            List.of(new Grant(new Caller.Of(null, Role.GATEWAY), true),
                    new Grant(new Caller.Of("idc-a", Role.WORKLOAD), false)));
    private static final String CLUSTER = "x-spillway-cluster: ";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    /** The routes of idc-b: orders for idc-a, secrets for nobody, ledger as a tunnel for idc-a. */
    private static RoutingSnapshot services(RawUpstream orders) {
        RoutingSnapshot base = Worlds.priorities(List.of(Worlds.local(orders)));
        CallerPolicy tunnels = new CallerPolicy(List.of(new Grant(new Caller.Of("idc-a", Role.WORKLOAD), true)));
        RouteTable crossing = RouteTable.of(List.of(new VirtualHost("crossing", List.of("*"),
                List.of(rule("orders/default", FOR_A), rule("secrets/default", null),
                        rule("ledger/default", tunnels)))));
        return new RoutingSnapshot("idc-b", Map.of(ListenerRole.CROSSING, crossing), base.clusters(), Map.of());
    }

    private static RouteRule rule(String cluster, @Nullable CallerPolicy callers) {
        RouteMatch match = new RouteMatch(PathMatch.ANY, null,
                List.of(new RouteMatch.Condition("x-spillway-cluster", new TextMatch.Exact(cluster, false))),
                List.of());
        return new RouteRule(match,
                new Route(cluster, RouteAction.Forward.to("orders/default@local", Duration.ofSeconds(5)),
                        new RouteGuard(PriorityClass.DEFAULT, false, null, null, callers)));
    }

    private TestProxy gatewayB(RawUpstream orders) throws Exception {
        return TestProxy.securedAndLogging("idc-b", services(orders), new TestProxy.Secrets(
                Map.of(ListenerRole.CROSSING, world().crossingListener("idc-b")), ClientTls.NONE), log);
    }

    private Issued certificate(String idc, Role role) {
        return world().authority().issue(CertificateRequest.of(new SpiffeId(TlsWorld.TRUST_DOMAIN, idc, role, "shop-7"),
                Instant.now()));
    }

    private RawClient as(String idc, Role role, TestProxy b) throws Exception {
        return new RawClient(TlsWorld.connect(world().context(certificate(idc, role)),
                b.address(ListenerRole.CROSSING), null));
    }

    private static Answer ask(RawClient client, String cluster, String... more) throws IOException {
        return client.send("GET / HTTP/1.1\r\nHost: orders.example\r\n" + CLUSTER + cluster + "\r\n"
                + String.join("", more) + "\r\n").answer();
    }

    @Test
    void aWorkloadGetsTheServiceThatIsForItsIdc() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders-b");
                TestProxy b = gatewayB(orders);
                RawClient workload = as("idc-a", Role.WORKLOAD, b)) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask(workload, "orders/default").body()).isEqualTo("orders-b");
            }
        }
    }

    @Test
    void everythingElseIsRefusedWithAReasonOfItsOwn() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders-b");
                TestProxy b = gatewayB(orders);
                RawClient workload = as("idc-a", Role.WORKLOAD, b);
                RawClient other = as("idc-c", Role.WORKLOAD, b)) {
            assertRefused(ask(workload, "secrets/default"));
            assertRefused(ask(other, "orders/default"));
            assertRefused(ask(other, "nowhere/default"));
            assertRefused(workload.get("orders.example", "/").answer());
            assertRefused(workload.send("GET / HTTP/1.1\r\nHost: spillway\r\nx-spillway-probe: 1\r\n\r\n").answer());
            assertThat(ask(workload, "orders/default").status()).as("on the same connection").isEqualTo(200);
            assertThat(orders.heads()).hasSize(1);
            assertThat(b.metrics()).containsPattern(
                    "spillway_gateway_requests_total\\{.*listener=\"crossing\".*reason=\"caller_refused\".*\\} 5\\.0");
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("\"reason\":\"caller_refused\"").contains("\"status\":403"));
        }
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.field("x-spillway-refused")).isEqualTo("caller_refused");
    }

    @Test
    void aGatewayStillGetsEverythingThatIsForGateways() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders-b");
                TestProxy b = gatewayB(orders);
                RawClient gateway = as("idc-c", Role.GATEWAY, b)) {
            assertThat(ask(gateway, "orders/default").status()).isEqualTo(200);
            assertThat(ask(gateway, "secrets/default").status()).as("nothing is said of callers").isEqualTo(200);
            assertThat(ask(gateway, "nowhere/default").field("x-spillway-refused")).isEqualTo("no_cluster");
        }
    }

    @Test
    void nothingThatAWorkloadSaysOfOthersIsBelieved() throws Exception {
        String lies = String.join("\r\n", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: gopher",
                "X-Forwarded-Host: evil", "x-spillway-subset: version=v9", "x-spillway-class: critical",
                "x-envoy-expected-rq-timeout-ms: 1", "");
        try (RawUpstream orders = RawUpstream.named("orders-b");
                TestProxy b = gatewayB(orders);
                RawClient workload = as("idc-a", Role.WORKLOAD, b);
                RawClient gateway = as("idc-a", Role.GATEWAY, b)) {
            assertThat(ask(workload, "orders/default", lies).status()).isEqualTo(200);
            assertThat(orders.heads().getLast()).doesNotContain("203.0.113.9", "gopher", "evil", "v9", "critical",
                    "x-spillway-cluster", "timeout-ms")
                    .contains("X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https");
            assertThat(ask(gateway, "orders/default", "X-Forwarded-For: 203.0.113.9\r\n").status()).isEqualTo(200);
            assertThat(orders.heads().getLast()).as("a gateway is believed").contains("203.0.113.9");
        }
    }

    @Test
    void theTimeThatAWorkloadNamesBoundsNothing() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        try (RawUpstream orders = RawUpstream.start(connection -> {
            var _ = connection.request();
            late.await();
            connection.send(RawUpstream.ok("late"));
        });
                TestProxy b = gatewayB(orders);
                RawClient workload = as("idc-a", Role.WORKLOAD, b);
                RawClient gateway = as("idc-a", Role.GATEWAY, b)) {
            String asked = "GET / HTTP/1.1\r\nHost: orders.example\r\n" + CLUSTER
                    + "orders/default\r\nx-envoy-expected-rq-timeout-ms: 50\r\n\r\n";
            workload.send(asked);
            await().until(() -> orders.heads().size() == 1);
            assertThat(gateway.send(asked).answer().status()).as("a gateway is believed").isEqualTo(504);
            late.countDown();
            assertThat(workload.answer().body()).isEqualTo("late");
        }
    }

    @Test
    void aTunnelIsForWhomTheRouteGrantsIt() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            connection.socket().getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            var _ = connection.in().read();
        });
                TestProxy b = gatewayB(orders);
                RawClient workload = as("idc-a", Role.WORKLOAD, b);
                RawClient again = as("idc-a", Role.WORKLOAD, b)) {
            workload.send("CONNECT ledger.example:443 HTTP/1.1\r\nHost: ledger.example:443\r\n" + CLUSTER
                    + "ledger/default\r\n\r\n");
            assertThat(workload.answer(true).status()).isEqualTo(200);
            again.send("CONNECT orders.example:443 HTTP/1.1\r\nHost: orders.example:443\r\n" + CLUSTER
                    + "orders/default\r\n\r\n");
            assertRefused(again.answer());
        }
    }

    @Test
    void anUpgradeThatNoGatewayHasDecidedIsNotLetIn() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders-b");
                TestProxy b = gatewayB(orders);
                RawClient workload = as("idc-a", Role.WORKLOAD, b)) {
            Answer answer = ask(workload, "orders/default", "Connection: Upgrade\r\nUpgrade: odd\r\n");
            assertThat(answer.status()).isEqualTo(501);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("not_supported");
            assertThat(orders.heads()).isEmpty();
        }
    }

    @Test
    void itIsTheSameInHttp2() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders-b");
                TestProxy b = gatewayB(orders);
                Http2Peer workload = Http2Peer.connected(TlsWorld.connect(
                        world().context(certificate("idc-a", Role.WORKLOAD)), b.address(ListenerRole.CROSSING), null,
                        "h2"))) {
            workload.request(1, true, "GET", "/", "x-spillway-cluster", "orders/default", "x-forwarded-for",
                    "203.0.113.9");
            assertThat(workload.answer(1)).containsEntry(":status", "200");
            assertThat(orders.heads().getLast()).doesNotContain("203.0.113.9");
            workload.request(3, true, "GET", "/", "x-spillway-cluster", "secrets/default");
            assertThat(workload.answer(3)).containsEntry(":status", "403").containsEntry("x-spillway-refused",
                    "caller_refused");
            workload.headers(5, false, ":method", "CONNECT", ":authority", "orders.example:443", "x-spillway-cluster",
                    "orders/default");
            assertThat(workload.answer(5)).containsEntry(":status", "403").containsEntry("x-spillway-refused",
                    "caller_refused");
        }
    }
}
