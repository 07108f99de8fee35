package io.spillway.drill.report;

import java.util.List;

import io.spillway.drill.verdict.LoadCurve;
import io.spillway.drill.verdict.LoadCurveRuns;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Resource;
import io.spillway.wire.document.ResourceDocuments;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CapacityTest {

    private static final String IDCS = """
            apiVersion: spillway.io/v1
            kind: Idc
            metadata: {name: idc-a}
            spec:
              region: north
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
        assertThat(ResourceDocuments.parse(proposal)).isInstanceOfSatisfying(Decoded.Valid.class,
                read -> assertThat(read.value()).isEqualTo(List.of(Resource.of("idc-a",
                        new IdcSpec("north", null, List.of("127.0.0.1:17001"), List.of("127.0.0.1:17011"), 220)))));
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
