package io.spillway.gateway.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.route.FaultInjection;
import io.spillway.gateway.route.HeaderEdits;
import io.spillway.gateway.route.Mirror;
import io.spillway.gateway.route.PathPolicy;
import io.spillway.gateway.route.PrefixRewrite;
import io.spillway.gateway.route.RedirectTarget;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.Share;
import io.spillway.gateway.route.StickyKey;
import io.spillway.gateway.route.StickySplit;
import io.spillway.gateway.route.Treatment;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.XdsCluster;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.proxy.harness.TreatedWorlds.cluster;
import static io.spillway.gateway.proxy.harness.TreatedWorlds.forward;
import static io.spillway.gateway.proxy.harness.TreatedWorlds.world;
import static org.assertj.core.api.Assertions.assertThat;

/** What routes do with requests besides sending them on; the mirror and the fault never harm anybody else. */
@Tag("slow")
class TreatedRoutesTest {
    private static final Share ALL = new Share(1_000_000);
    private static final Share NONE = new Share(0);

    private static Treatment mirroring() {
        return new Treatment(null, null, null, new Mirror("shadow/default", ALL, true), null);
    }

    @Test
    void headersPathAndHostAreEditedOnTheWayAndOnTheWayBack() throws Exception {
        HeaderEdits request = new HeaderEdits(List.of(new HeaderEdits.Line("X-Tenant", "shop")),
                List.of(new HeaderEdits.Line("X-Tag", "b")), List.of("x-debug"));
        HeaderEdits answer = new HeaderEdits(List.of(new HeaderEdits.Line("cache-control", "no-store")), List.of(),
                List.of("Server"));
        try (RawUpstream orders = RawUpstream.answering("HTTP/1.1 200 OK\r\nSERVER: secret\r\nCache-Control: public\r\n"
                + "X-Kept: 1\r\nContent-Length: 2\r\n\r\nok");
                TestProxy proxy = TestProxy.start(world(forward(new PrefixRewrite("/old", "/new"), "inner.example",
                        new Treatment(null, request, answer, null, null)), PathPolicy.AS_RECEIVED,
                        cluster("orders/default", orders)));
                RawClient client = proxy.client()) {
            client.send(Octets.lines("GET /old/a?x=1 HTTP/1.1", "Host: orders.example", "x-tenant: forged",
                    "X-DEBUG: 1", "X-Tag: a", ""));
            RawClient.Answer got = client.answer();
            assertThat(orders.heads().getFirst()).startsWith(
                    "GET /new/a?x=1 HTTP/1.1\r\nHost: inner.example\r\nX-Tag: a\r\nX-Tenant: shop\r\nX-Tag: b\r\n");
            assertThat(orders.heads().getFirst()).doesNotContainIgnoringCase("x-debug").doesNotContain("forged");
            assertThat(got.head()).contains("cache-control: no-store\r\n").contains("X-Kept: 1\r\n")
                    .doesNotContain("public").doesNotContain("secret");
            assertThat(got.body()).isEqualTo("ok");
        }
    }

    @Test
    void aNormalisedPathIsRoutedAndSentOnAndABadOneGoesNoFurther() throws Exception {
        PathPolicy policy = new PathPolicy(true, true, PathPolicy.EscapedSlashes.REDIRECT);
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(world(RouteAction.Forward.to("orders/default", Duration.ofSeconds(5)),
                        policy, cluster("orders/default", orders)));
                RawClient client = proxy.client()) {
            assertThat(client.get("orders.example", "/a/../%61pi//x?q=/../").answer().status()).isEqualTo(200);
            assertThat(client.get("orders.example", "/clean/path").answer().status()).isEqualTo(200);
            RawClient.Answer elsewhere = client.get("orders.example", "/a%2fb?q").answer();
            assertThat(elsewhere.status()).isEqualTo(307);
            assertThat(elsewhere.field("Location")).isEqualTo("/a/b?q");
            RawClient.Answer bad = client.get("orders.example", "/a%zz").answer();
            assertThat(bad.status()).isEqualTo(400);
            assertThat(bad.field("x-spillway-refused")).isEqualTo("bad_path");
            assertThat(orders.heads()).hasSize(2);
            assertThat(orders.heads().get(0)).startsWith("GET /api/x?q=/../ HTTP/1.1\r\n");
            assertThat(orders.heads().get(1)).startsWith("GET /clean/path HTTP/1.1\r\n");
        }
    }

    @Test
    void headersOfAnswersAreEditedAlsoInThoseThatTheGatewayGivesItself() throws Exception {
        HeaderEdits edits = new HeaderEdits(List.of(new HeaderEdits.Line("cache-control", "no-store"),
                new HeaderEdits.Line("content-type", "text/plain")), List.of(), List.of("retry-after"));
        FaultInjection fault = new FaultInjection(Duration.ZERO, NONE, 599, ALL, Instant.now().plusSeconds(60));
        XdsCluster empty = new XdsCluster("orders/default", "orders", "default", List.of(), ClusterPolicy.DEFAULT);
        List<RouteAction> actions = List.of(
                new RouteAction.Redirect(302, new RedirectTarget(null, "new.example", null, null), false, edits),
                new RouteAction.Refuse(418, "no", "direct_response", edits),
                forward(null, null, new Treatment(null, null, edits, null, fault)),
                forward(null, null, new Treatment(null, null, edits, null, null)));
        List<Integer> statuses = new ArrayList<>();
        for (RouteAction action : actions) {
            try (TestProxy proxy = TestProxy.start(world(action, PathPolicy.AS_RECEIVED, empty));
                    RawClient client = proxy.client()) {
                RawClient.Answer answer = client.get("shop.example", "/").answer();
                statuses.add(answer.status());
                assertThat(answer.head()).contains("cache-control: no-store\r\n", "content-type: text/plain\r\n")
                        .doesNotContain("problem+json");
            }
        }
        assertThat(statuses).as("redirect, direct answer, fault, no endpoint").containsExactly(302, 418, 599, 503);
    }

    @Test
    void aRedirectIsAnswered() throws Exception {
        try (TestProxy proxy = TestProxy.start(world(new RouteAction.Redirect(308,
                new RedirectTarget("https", null, 8443, new PrefixRewrite("/old", "/new")), true),
                PathPolicy.AS_RECEIVED)); RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get("shop.example:80", "/old/x?q").answer();
            assertThat(answer.status()).isEqualTo(308);
            assertThat(answer.field("Location")).isEqualTo("https://shop.example:8443/new/x");
        }
    }

    @Test
    void aCopyArrivesWithItsBodyAndItsAnswerIsThrownAway() throws Exception {
        try (RawUpstream orders = RawUpstream.named("real");
                RawUpstream shadow = RawUpstream.named("shadow");
                TestProxy proxy = TestProxy.start(world(forward(null, null, mirroring()), PathPolicy.AS_RECEIVED,
                        cluster("orders/default", orders), cluster("shadow/default", shadow)));
                RawClient client = proxy.client()) {
            client.send(Octets.lines("POST /p HTTP/1.1", "Host: orders.example:80", "Content-Length: 5", "") + "hello");
            assertThat(client.answer().body()).isEqualTo("real");
            Awaitility.await().until(() -> shadow.bodies().size() == 1);
            assertThat(shadow.heads().getFirst()).startsWith("POST /p HTTP/1.1\r\nHost: orders.example-shadow:80\r\n");
            assertThat(shadow.bodies().getFirst()).isEqualTo("hello");
            Awaitility.await().until(() -> proxy.metrics().contains(
                    "spillway_gateway_mirrors_total{outcome=\"answered\",service=\"shadow\"} 1.0"));
        }
    }

    @Test
    void aDeadOrSilentMirrorTouchesNoRequest() throws Exception {
        try (RawUpstream orders = RawUpstream.named("real");
                RawUpstream shadow = RawUpstream.start(RawUpstream.Connection::hang);
                TestProxy proxy = TestProxy.start(world(forward(null, null, mirroring()), PathPolicy.AS_RECEIVED,
                        cluster("orders/default", orders), cluster("shadow/default", shadow)))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                clients.add(proxy.client());
            }
            long begun = System.nanoTime();
            for (int i = 0; i < 300; i++) {
                RawClient client = clients.get(i % 2);
                assertThat(client.get("orders.example", "/" + i).answer().body()).isEqualTo("real");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            // two loops, each with its budget: the rest is left out and counted
            assertThat(proxy.metrics()).contains("outcome=\"dropped_busy\",service=\"shadow\"");
            assertThat(shadow.connections()).isLessThanOrEqualTo(128);
            shadow.kill();
            assertThat(clients.getFirst().get("orders.example", "/x").answer().body()).isEqualTo("real");
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aBodyTooLongToKeepIsNotCopiedAndTheRequestIsServed() throws Exception {
        try (RawUpstream orders = RawUpstream.named("real");
                RawUpstream shadow = RawUpstream.named("shadow");
                TestProxy proxy = TestProxy.start(world(forward(null, null, mirroring()), PathPolicy.AS_RECEIVED,
                        cluster("orders/default", orders), cluster("shadow/default", shadow)));
                RawClient client = proxy.client()) {
            String body = "x".repeat(100_000);
            client.send(Octets.lines("POST /p HTTP/1.1", "Host: orders.example", "Content-Length: 100000", "") + body);
            assertThat(client.answer().body()).isEqualTo("real");
            Awaitility.await().until(() -> proxy.metrics().contains("outcome=\"dropped_body\",service=\"shadow\""));
            assertThat(shadow.connections()).isZero();
        }
    }

    @Test
    void whatCrossesIsNeitherCopiedNorHurtAgain() throws Exception {
        FaultInjection fault = new FaultInjection(Duration.ZERO, NONE, 503, ALL, Instant.now().plusSeconds(60));
        try (RawUpstream orders = RawUpstream.named("real");
                RawUpstream shadow = RawUpstream.named("shadow");
                TestProxy proxy = TestProxy.start(world(
                        forward(null, null, new Treatment(null, null, null, new Mirror("shadow/default", ALL, true),
                                fault)),
                        PathPolicy.AS_RECEIVED, cluster("orders/default", orders), cluster("shadow/default", shadow)));
                RawClient client = proxy.client(ListenerRole.CROSSING)) {
            assertThat(client.get("orders.example", "/").answer().body()).isEqualTo("real");
            assertThat(shadow.connections()).isZero();
        }
    }

    @Test
    void aClientThatGetsACookieStaysWithItsGroup() throws Exception {
        List<WeightedCluster> both = List.of(new WeightedCluster("orders/default", 50),
                new WeightedCluster("orders/canary", 50));
        Treatment sticky = new Treatment(
                new StickySplit(new StickyKey.Cookie("group", Duration.ofHours(1)), both), null, null, null, null);
        try (RawUpstream one = RawUpstream.named("one");
                RawUpstream two = RawUpstream.named("two");
                TestProxy proxy = TestProxy.start(world(
                        new RouteAction.Forward(both, Duration.ofSeconds(5), RetryConditions.STANDARD, null, null,
                                sticky),
                        PathPolicy.AS_RECEIVED, cluster("orders/default", one), cluster("orders/canary", two)));
                RawClient client = proxy.client()) {
            for (int user = 0; user < 10; user++) {
                RawClient.Answer first = client.get("orders.example", "/").answer();
                String cookie = first.field("Set-Cookie").split(";", 2)[0];
                for (int i = 0; i < 5; i++) {
                    client.send(Octets.lines("GET / HTTP/1.1", "Host: orders.example", "Cookie: a=1; " + cookie, ""));
                    RawClient.Answer next = client.answer();
                    assertThat(next.body()).isEqualTo(first.body());
                    assertThat(next.field("Set-Cookie")).isEmpty();
                }
            }
            assertThat(one.heads()).isNotEmpty();
            assertThat(two.heads()).isNotEmpty();
        }
    }
}
