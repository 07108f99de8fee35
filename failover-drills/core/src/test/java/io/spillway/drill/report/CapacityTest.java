package io.spillway.drill.report;

import io.spillway.drill.verdict.LoadCurve;
import io.spillway.drill.verdict.LoadCurveRuns;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CapacityTest {

    private static final String IDCS = """
            apiVersion: spillway.io/v1
            kind: Idc
            metadata: {name: idc-a}
            spec:
              control: ["127.0.0.1:17001"]
              gateways: ["127.0.0.1:17011"]
              capacity: 5000
            ---
            apiVersion: spillway.io/v1
            kind: Idc
            metadata: {name: idc-b}
            spec:
              control: ["127.0.0.1:17101"]
              gateways: ["127.0.0.1:17111"]
              capacity: 5000
            """;

    @Test
    void proposesTheKneeForTheIdcThatHasOneAndChangesNothingElse() {
        String proposal = Capacity.proposal(IDCS, LoadCurveRuns.raised(220));
        assertThat(proposal).startsWith("apiVersion: spillway.io/v1\nkind: Idc\nmetadata: {name: idc-a}\n")
                .containsPattern("capacity: 2[0-3][0-9]\n").contains("gateways: [\"127.0.0.1:17011\"]")
                .doesNotContain("idc-b", "5000");
        assertThat(Capacity.proposal(IDCS, LoadCurveRuns.raised(1000))).isEmpty();
    }

    @Test
    void isATableAndAFieldOfTheReport() {
        assertThat(Capacity.table(LoadCurveRuns.raised(220)).rows())
                .anyMatch(row -> row.getLast().startsWith("knee: 2."));
        assertThat(Capacity.json(LoadCurveRuns.raised(220))).hasSize(2);
        assertThat(LoadChart.of(LoadCurve.of(LoadCurveRuns.raised(220)))).contains("<polyline class=\"c1\"",
                "idc-a: knee at 220/s").doesNotContain("NaN", "Infinity");
    }
}
