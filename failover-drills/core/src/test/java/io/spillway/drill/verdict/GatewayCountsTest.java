package io.spillway.drill.verdict;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatewayCountsTest {

    private static String request(String listener, String reason, String codes) {
        return "spillway_gateway_requests_total{code_class=\"" + codes + "\",idc=\"idc-a\",listener=\"" + listener
                + "\",priority=\"0\",reason=\"" + reason + "\",service=\"orders\",target_idc=\"idc-a\"}";
    }

    @Test
    void tellsWhatAnswersWereAndWhyTheyWereNone() {
        GatewayCounts counts = GatewayCounts.of(Map.of(request("entrance", "ok", "2xx"), 900L,
                request("crossing", "ok", "2xx"), 80L, request("entrance", "failover", "2xx"), 80L,
                request("entrance", "no_endpoint", "5xx"), 7L, request("entrance", "client_gone", "none"), 2L,
                "spillway_gateway_attempts_total{outcome=\"ok\",service=\"orders\",target_idc=\"idc-a\"}", 1070L,
                "spillway_gateway_attempts_total{outcome=\"reset\",service=\"orders\",target_idc=\"idc-a\"}", 5L,
                "spillway_gateway_failovers_total{from_idc=\"idc-a\",reason=\"reset\",service=\"o\",target_idc=\"idc-b\"}",
                80L, "spillway_gateway_retry_budget_denied_total", 3L, "spillway_gateway_loops_refused_total", 0L), 4);
        assertThat(counts.reasons()).containsEntry("ok", 900L).containsEntry("failover", 80L)
                .containsEntry("no_endpoint", 7L);
        assertThat(counts.causes()).containsExactly(Map.entry("client_gone none", 2L),
                Map.entry("no_endpoint 5xx", 7L));
        assertThat(counts.failovers()).containsExactly(Map.entry("idc-a to idc-b: reset", 80L));
        assertThat(counts.requests()).isEqualTo(1069);
        assertThat(counts.attempted()).isEqualTo(1075);
        assertThat(counts.extraAttempts()).isEqualTo(6);
        assertThat(counts.budgetDenied()).isEqualTo(3);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> GatewayCounts.of(Map.of("up", 1L), 1)).hasMessageContaining("up (expected: one of");
    }
}
