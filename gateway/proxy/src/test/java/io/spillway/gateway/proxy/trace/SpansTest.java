package io.spillway.gateway.proxy.trace;

import java.util.List;
import java.util.Set;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.proxy.trace.Collector.Span;
import io.spillway.gateway.route.PathMatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real collector gets a span of each traced request and of each of its attempts, and the endpoint knows whose part it is. */
@Tag("slow")
class SpansTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final long SERVER = 2;
    private static final long CLIENT = 3;
    private static final long ERROR = 2;

    private static Tracing tracing(Collector collector, double ratio) {
        return Tracing.start(new TraceSettings(collector.endpoint(), ratio, "spillway-gateway"), "gw-1", "idc-a");
    }

    private static String get(String path, String flags) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\ntraceparent: 00-" + TRACE + "-" + PARENT + "-"
                + flags + "\r\ntracestate: congo=t61rcWkgMzE\r\n\r\n";
    }

    @Test
    void theSpanOfTheRequestIsPartOfTheClientsTraceAndTheEndpointsOfTheAttempts() throws Exception {
        try (Collector collector = new Collector();
                Tracing tracing = tracing(collector, 0);
                RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = TestProxy.tracing(Worlds.priorities(List.of(Worlds.local(orders))), tracing);
                RawClient client = proxy.client()) {
            assertThat(client.send(get("/basket?id=7", "01")).answer().status()).isEqualTo(200);
            await().until(() -> collector.spans().size() == 2);
            Span request = collector.spans().getFirst();
            Span attempt = collector.spans().getLast();

            assertThat(request.trace()).isEqualTo(TRACE);
            assertThat(request.parent()).isEqualTo(PARENT);
            assertThat(request.kind()).isEqualTo(SERVER);
            assertThat(request.name()).isEqualTo("GET");
            assertThat(request.attributes()).as("a route for every path").doesNotContainKey("http.route");
            assertThat(request.attributes()).containsEntry("http.request.method", "GET")
                    .containsEntry("url.path", "/basket").containsEntry("url.query", "id=7")
                    .containsEntry("url.scheme", "http").containsEntry("server.address", Worlds.HOST)
                    .containsEntry("http.response.status_code", "200").containsEntry("spillway.service", "orders")
                    .containsEntry("spillway.listener", "entrance");
            assertThat(request.resource()).containsEntry("service.name", "spillway-gateway")
                    .containsEntry("service.instance.id", "gw-1");

            assertThat(attempt.kind()).isEqualTo(CLIENT);
            assertThat(attempt.trace()).isEqualTo(TRACE);
            assertThat(attempt.parent()).isEqualTo(request.id());
            assertThat(attempt.attributes()).containsEntry("server.port", Integer.toString(orders.port()))
                    .containsEntry("spillway.target_idc", "idc-a").containsEntry("http.response.status_code", "200");
            assertThat(attempt.began()).isBetween(request.began(), attempt.ended());
            assertThat(attempt.ended()).isLessThanOrEqualTo(request.ended());

            assertThat(orders.heads().getFirst()).containsOnlyOnce("traceparent:")
                    .contains("traceparent: 00-" + TRACE + "-" + attempt.id() + "-01", "tracestate: congo=t61rcWkgMzE");
        }
    }

    @Test
    void aRouteThatTellsPathsApartIsNamed() throws Exception {
        try (Collector collector = new Collector();
                Tracing tracing = tracing(collector, 1);
                RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = TestProxy.tracing(Worlds.letting(Worlds.priorities(List.of(Worlds.local(orders))),
                        new PathMatch.Template("/orders/{id}"), Set.of()), tracing);
                RawClient client = proxy.client()) {
            assertThat(client.get(Worlds.HOST, "/orders/7?x=y").answer().status()).isEqualTo(200);
            await().until(() -> collector.spans().size() == 2);
            assertThat(collector.spans().getFirst()).satisfies(request -> {
                assertThat(request.name()).isEqualTo("GET /orders/{id}");
                assertThat(request.attribute("http.route")).isEqualTo("/orders/{id}");
                assertThat(request.attribute("url.path")).isEqualTo("/orders/7");
            });
            assertThat(collector.spans().getLast().attributes()).doesNotContainKey("http.route");
        }
    }

    @Test
    void aFailoverIsTwoSpansOfWhichTheFirstSaysWhatWentWrong() throws Exception {
        try (Collector collector = new Collector();
                Tracing tracing = tracing(collector, 1);
                RawUpstream dead = RawUpstream.named("dead");
                RawUpstream alive = RawUpstream.named("alive");
                TestProxy proxy = TestProxy.tracing(Worlds.priorities(List.of(Worlds.local(dead)),
                        List.of(Worlds.remote(alive.port()))), tracing);
                RawClient client = proxy.client()) {
            dead.kill();
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            await().until(() -> collector.spans().size() >= 3);
            Span request = collector.spans().getFirst();
            assertThat(request.parent()).isEmpty();
            assertThat(collector.spans().get(1)).satisfies(first -> {
                assertThat(first.status()).isEqualTo(ERROR);
                assertThat(first.attribute("error.type")).isEqualTo("connect_failed");
                assertThat(first.parent()).isEqualTo(request.id());
            });
            assertThat(collector.spans().getLast()).satisfies(last -> {
                assertThat(last.attribute("spillway.target_idc")).isEqualTo("idc-b");
                assertThat(last.attribute("spillway.priority")).isEqualTo("1");
                assertThat(last.attribute("http.request.resend_count")).isNotEmpty();
            });
        }
    }

    @Test
    void whatIsNotSampledPassesUnchangedAndIsNotTold() throws Exception {
        try (Collector collector = new Collector();
                Tracing tracing = tracing(collector, 0);
                RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = TestProxy.tracing(Worlds.priorities(List.of(Worlds.local(orders))), tracing);
                RawClient client = proxy.client()) {
            assertThat(client.send(get("/", "00")).answer().status()).isEqualTo(200);
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            assertThat(orders.heads().getFirst()).contains("traceparent: 00-" + TRACE + "-" + PARENT + "-00");
            assertThat(orders.heads().getLast()).doesNotContain("traceparent");
            assertThat(client.send(get("/", "01")).answer().status()).isEqualTo(200);
            await().until(() -> collector.spans().size() == 2);
        }
    }

    @Test
    void aCollectorThatRefusesCostsSpansAndNothingElse() throws Exception {
        try (Collector collector = new Collector();
                Tracing tracing = tracing(collector, 1);
                RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = TestProxy.tracing(Worlds.priorities(List.of(Worlds.local(orders))), tracing);
                RawClient client = proxy.client()) {
            collector.answer(400);
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            await().until(() -> tracing.failed() == 2);
            collector.answer(200);
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            await().until(() -> tracing.exported() == 2);
        }
    }
}
