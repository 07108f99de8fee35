package io.spillway.drill.run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

import com.sun.net.httpserver.HttpServer;
import io.spillway.drill.verdict.PushTotals;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class PushMeterTest {

    private static final String METRICS = """
            # HELP spillway_control_push_latency_seconds Registry event to Ack of the client
            # TYPE spillway_control_push_latency_seconds histogram
            spillway_control_push_latency_seconds_bucket{idc="idc-a",type="EDS",le="0.001"} 10
            spillway_control_push_latency_seconds_bucket{idc="idc-a",type="EDS",le="0.01"} 90
            spillway_control_push_latency_seconds_bucket{idc="idc-a",type="EDS",le="+Inf"} 92
            spillway_control_push_latency_seconds_count{idc="idc-a",type="EDS"} 92
            spillway_control_push_latency_seconds_sum{idc="idc-a",type="EDS"} 30.5
            spillway_control_push_latency_seconds_max{idc="idc-a",type="EDS"} 12.5
            spillway_control_push_latency_seconds_bucket{idc="idc-a",type="CDS",le="0.001"} 0
            spillway_control_push_latency_seconds_bucket{idc="idc-a",type="CDS",le="0.01"} 8
            spillway_control_push_latency_seconds_bucket{idc="idc-a",type="CDS",le="+Inf"} 8
            spillway_control_nacks_total{idc="idc-a",type="EDS"} 3.0
            spillway_control_nacks_total{idc="idc-a",type="CDS"} 1.0
            """;

    private static final String NEXT_LIFE = """
            spillway_control_push_latency_seconds_bucket{idc="idc-a",type="EDS",le="+Inf"} 5
            """;

    @Test
    void readsWhatAControlNodeCounted() {
        PushTotals totals = PushMeter.read(METRICS);
        assertThat(totals.count()).isEqualTo(100);
        assertThat(totals.nacks()).isEqualTo(4);
        assertThat(totals.acks()).containsExactly(Map.entry(1.0, 10L), Map.entry(10.0, 88L),
                Map.entry(Double.POSITIVE_INFINITY, 2L));
    }

    @Test
    void isNeverTooGood() {
        PushTotals totals = PushMeter.read(METRICS);
        assertThat(totals.percentileMs(10)).isEqualTo(1);
        assertThat(totals.percentileMs(50)).isEqualTo(10);
        assertThat(totals.percentileMs(98)).isEqualTo(10);
        assertThat(totals.percentileMs(99)).isEqualTo(12_500);
        assertThat(totals.maxMs()).isEqualTo(12_500);
        assertThat(totals.quantiles(100)).hasSize(100).startsWith(1.0).endsWith(12_500.0).isSorted();
        assertThat(PushTotals.NONE.percentileMs(99)).isZero();
        assertThat(PushTotals.NONE.quantiles(100)).isEmpty();
    }

    @Test
    void countsOverTheLivesOfANodeAndTakesAnErrorForNothing() throws Exception {
        Queue<String> pages = new ArrayDeque<>(List.of(METRICS, "", METRICS, NEXT_LIFE));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = pages.remove().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 503 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            PushMeter meter = new PushMeter("control-1",
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics"), client);
            for (int i = 0; i < 3; i++) {
                meter.poll();
                assertThat(meter.totals().count()).isEqualTo(100);
            }
            meter.begin();
            meter.poll();
            assertThat(meter.totals().count()).isEqualTo(5);
            assertThat(pages).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void countsWhatCameSince() {
        PushTotals totals = PushMeter.read(METRICS);
        PushTotals twice = totals.plus(totals);
        assertThat(twice.count()).isEqualTo(200);
        assertThat(twice.minus(totals)).isEqualTo(totals);
        PushTotals rest = totals.minus(new PushTotals(new TreeMap<>(Map.of(Double.POSITIVE_INFINITY, 2L)), 0, 4));
        assertThat(rest.maxMs()).isEqualTo(10);
        assertThat(rest.nacks()).isZero();
    }
}
