package io.spillway.drill.run;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

import io.spillway.drill.verdict.GatewayCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayMeterTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final GatewayMeter meter = new GatewayMeter("idc-a/gateway-1", URI.create("http://127.0.0.1:1/metrics"),
            client);

    @AfterEach
    void close() {
        client.close();
    }

    private static Map<String, Long> metrics(long ok, long denied) {
        return GatewayMeter.series("""
                # HELP spillway_gateway_requests_total Requests answered, or given up
                # TYPE spillway_gateway_requests_total counter
                spillway_gateway_requests_total{code_class="2xx",listener="entrance",reason="ok"} %d.0
                spillway_gateway_request_seconds_count{code_class="2xx"} 77
                spillway_gateway_retry_budget_denied_total %d.0
                jvm_threads_live_threads 20.0
                """.formatted(ok, denied));
    }

    private GatewayCounts counts() {
        return GatewayMeter.counts(List.of(meter));
    }

    @Test
    void readsTheCountersOfInterest() {
        assertThat(metrics(5, 2)).containsOnlyKeys(
                "spillway_gateway_requests_total{code_class=\"2xx\",listener=\"entrance\",reason=\"ok\"}",
                "spillway_gateway_retry_budget_denied_total");
    }

    @Test
    void countsFromItsBeginningOn() {
        meter.take(metrics(100, 2));
        meter.begin();
        meter.take(metrics(160, 3));
        assertThat(counts().requests()).isEqualTo(60);
        assertThat(counts().budgetDenied()).isEqualTo(1);
    }

    @Test
    void addsUpTheLivesOfAGatewayThatDied() {
        meter.take(metrics(100, 0));
        meter.begin();
        meter.take(metrics(160, 0));
        meter.take(metrics(7, 0));
        meter.take(metrics(30, 0));
        assertThat(counts().requests()).isEqualTo(90);
    }

    @Test
    void knowsHowManyGatewaysItHasRead() throws Exception {
        assertThat(meter.poll()).as("nobody listens there").isTrue();
        assertThat(counts().gateways()).isZero();
        meter.take(metrics(1, 0));
        assertThat(counts().gateways()).isEqualTo(1);
    }
}
