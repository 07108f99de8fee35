package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.model.document.Decoded;
import io.spillway.wire.document.JsonText;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What operators see of requests. */
@Tag("slow")
class ObservationTest {
    @Test
    void everyRequestIsOneJsonLine() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.logging(Worlds.priorities(List.of(Worlds.local(orders))), out);
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/a?\"b\\").answer();
            client.get("nobody", "/").answer();
            client.send("bad\r\n").answer();
            await().until(() -> out.toString(StandardCharsets.UTF_8).lines().count() == 3);
            List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
            assertThat(lines).allSatisfy(line -> assertThat(JsonText.parse(line)).isInstanceOf(Decoded.Valid.class));
            assertThat(lines.getFirst()).contains("\"listener\":\"entrance\"", "\"client\":\"127.0.0.1\"",
                    "\"method\":\"GET\"",
                    "\"host\":\"orders.example\"", "\"path\":\"/a?\\\"b\\\\\"", "\"status\":200", "\"bytesOut\":3",
                    "\"service\":\"orders\"", "\"idc\":\"idc-a\"", "\"targetIdc\":\"idc-a\"", "\"priority\":0",
                    "\"reason\":\"ok\"",
                    "\"endpoint\":\"127.0.0.1:" + orders.port() + "\"", "\"attempts\":1");
            assertThat(lines.get(1)).contains("\"status\":404", "\"reason\":\"no_host\"", "\"attempts\":0");
            assertThat(lines.get(2)).contains("\"status\":400", "\"reason\":\"bad_request\"");
        }
    }

    @Test
    void whatMayHappenIsCountedFromZeroSoThatARateSeesTheFirstFailover() throws Exception {
        try (RawUpstream here = RawUpstream.named("here");
                RawUpstream there = RawUpstream.named("there");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(here)),
                        List.of(Worlds.remote(there.port()))))) {
            await().untilAsserted(() -> assertThat(proxy.metrics()).contains(
                    "spillway_gateway_failovers_total{from_idc=\"idc-a\",reason=\"connect_failed\",service=\"orders\","
                            + "target_idc=\"idc-b\"} 0.0",
                    "spillway_gateway_requests_total{code_class=\"5xx\",idc=\"idc-a\",listener=\"entrance\","
                            + "priority=\"none\",reason=\"no_endpoint\",service=\"orders\",target_idc=\"\"} 0.0"));
        }
    }

    @Test
    void theMetersHaveTheirPublicNamesAndLabels() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/").answer();
            client.get(Worlds.HOST, "/").answer();
            client.get("nobody", "/").answer();
            String all = proxy.metrics();
            assertThat(all).contains(
                    "spillway_gateway_requests_total{code_class=\"2xx\",idc=\"idc-a\",listener=\"entrance\",priority=\"0\","
                            + "reason=\"ok\",service=\"orders\",target_idc=\"idc-a\"} 2.0",
                    "reason=\"no_host\"", "spillway_gateway_request_seconds_bucket{code_class=\"2xx\"",
                    "spillway_gateway_attempts_total{outcome=\"ok\",service=\"orders\",target_idc=\"idc-a\"} 2.0",
                    "spillway_gateway_connections{side=\"downstream\"} 1.0",
                    "spillway_gateway_connections{side=\"upstream\"} 1.0",
                    "spillway_gateway_loops_refused_total 0.0", "spillway_gateway_retry_budget_denied_total 0.0",
                    "spillway_gateway_event_loop_lag_seconds");
        }
    }
}
