package io.spillway.control.state;

import java.util.List;
import java.util.Map;

import io.spillway.control.state.RemovalGuard.Reason;
import io.spillway.control.state.RemovalGuard.Rewound;
import io.spillway.control.state.RemovalGuard.Verdict;
import io.spillway.model.resource.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is believed of a registry that has less than before. */
class RemovalGuardTest {

    private static final Map<Kind, Integer> HELD = Map.of(Kind.SERVICE, 4, Kind.WORKLOAD_ENTRY, 10, Kind.ROUTE, 2);

    private static Verdict judge(Map<Kind, Integer> gone) {
        return RemovalGuard.judge(HELD, gone, List.of());
    }

    @Test
    void whatOneOperatorDoesIsBelieved() {
        assertThat(judge(Map.of())).isEqualTo(new Verdict.Believe());
        assertThat(judge(Map.of(Kind.SERVICE, 1))).isEqualTo(new Verdict.Believe());
        assertThat(judge(Map.of(Kind.WORKLOAD_ENTRY, 5))).as("half").isEqualTo(new Verdict.Believe());
        assertThat(judge(Map.of(Kind.ROUTE, 2))).as("all of a few").isEqualTo(new Verdict.Believe());
        assertThat(RemovalGuard.judge(Map.of(Kind.IDC, 1, Kind.CLUSTER, 1), Map.of(Kind.IDC, 1, Kind.CLUSTER, 1),
                List.of())).as("all of a trial").isEqualTo(new Verdict.Believe());
    }

    @Test
    void aRegistryThatLostMostOfAKindIsNot() {
        assertThat(judge(Map.of(Kind.WORKLOAD_ENTRY, 6)))
                .isEqualTo(new Verdict.HoldBack(Reason.SHRUNKEN, "6 of 10 workloads are gone at once"));
        assertThat(judge(Map.of(Kind.SERVICE, 3, Kind.ROUTE, 1)))
                .isEqualTo(new Verdict.HoldBack(Reason.SHRUNKEN, "3 of 4 services are gone at once"));
        assertThat(judge(HELD))
                .isEqualTo(new Verdict.HoldBack(Reason.EMPTIED, "all 16 resources are gone at once"));
    }

    @Test
    void oneRecordThatWentBackIsProofEnough() {
        assertThat(RemovalGuard.judge(HELD, Map.of(), List.of(new Rewound("/spillway/v1/x", 40, 12))))
                .isEqualTo(new Verdict.HoldBack(Reason.REWOUND, "1 records are older than before, as /spillway/v1/x of "
                        + "revision 12 (expected: 40 or later)"));
    }
}
