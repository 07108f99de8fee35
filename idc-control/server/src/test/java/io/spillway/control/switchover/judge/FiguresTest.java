package io.spillway.control.switchover.judge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import io.spillway.control.switchover.Moving;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.LatencyBuckets;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Errors rise, requests get slow, the target is full, somebody sends where nothing shall go: the gate shuts. */
class FiguresTest {

    private static final StepFigures BEFORE = new StepFigures(1000, 99.9, 20, 40, 0, 0);

    @Test
    void theGateShutsForEachFigure() {
        assertThat(gate(new StepFigures(1000, 99.41, 25, 79, 50, 0)).open()).isTrue();
        assertThat(gate(new StepFigures(1000, 99.3, 25, 79, 50, 0)).detail())
                .startsWith("success rate 99.300 % (expected: at least 99.400 %");
        assertThat(gate(new StepFigures(1000, 99.9, 31, 79, 50, 0)).detail())
                .startsWith("p99 31.0 ms (expected: at most 30.0 ms");
        assertThat(gate(new StepFigures(1000, 99.9, 20, 81, 50, 0)).detail())
                .startsWith("load of the target 81 % of its capacity (expected: at most 80 %)");
        assertThat(gate(new StepFigures(1000, 99.9, 20, 40, 50, 0.5)).detail())
                .startsWith("0.50 misrouted requests/s (expected: at most 0.0)");
        assertThat(gate(new StepFigures(1000, 90, 90, 90, 50, 9)).detail().split("; ")).hasSize(4);
    }

    @Test
    void ofSmallLatenciesAFactorSaysNothing() {
        StepFigures fast = new StepFigures(1000, 100, 2, Double.NaN, 0, 0);
        assertThat(GateJudgement.of(Gates.DEFAULT, fast, new StepFigures(1000, 100, 11, Double.NaN, 0, 0)).open())
                .isTrue();
        assertThat(GateJudgement.of(Gates.DEFAULT, fast, new StepFigures(1000, 100, 13, Double.NaN, 0, 0)).open())
                .isFalse();
    }

    @Test
    void whatNobodyMeasuresIsNotJudged() {
        assertThat(GateJudgement.of(Gates.DEFAULT, null, null).open()).isTrue();
        assertThat(gate(new StepFigures(1000, 100, Double.NaN, Double.NaN, 50, 0)).open()).isTrue();
        assertThat(GateJudgement.of(Gates.DEFAULT, null, new StepFigures(10, 99.4, 900, Double.NaN, 50, 0)).open())
                .isFalse();
    }

    @Test
    void whatSeveralIdcsMeasureIsAdded() {
        List<Long> fast = IntStream.range(0, LatencyBuckets.COUNT).mapToObj(i -> i == 4 ? 99L : 0L).toList();
        MeasuredTraffic here = new MeasuredTraffic(100, 1, 0, Map.of("idc-a", 60.0, "idc-b", 40.0), fast);
        MeasuredTraffic there = new MeasuredTraffic(300, 0, 2, Map.of("idc-b", 300.0), List.of());
        StepFigures both = Measured.figures(List.of(part("idc-a", here, Map.of()), part("idc-b", there, Map.of())),
                "idc-b", OptionalDouble.of(680));
        assertThat(both.requestsPerSecond()).isEqualTo(400);
        assertThat(both.successRate()).isCloseTo(99.75, within(1e-9));
        assertThat(both.targetShare()).isEqualTo(85);
        assertThat(both.targetLoad()).isEqualTo(50);
        assertThat(both.misroutedPerSecond()).isEqualTo(2);
        assertThat(both.p99Millis()).isBetween(1.4, 2.0);
    }

    @Test
    void whatTheTargetCarriesBesideTheScopeIsItsLoadToo() {
        MeasuredTraffic here = new MeasuredTraffic(100, 0, 0, Map.of("idc-a", 60.0, "idc-b", 40.0), List.of());
        MeasuredTraffic there = new MeasuredTraffic(300, 0, 0, Map.of("idc-b", 300.0), List.of());
        StepFigures all = Measured.figures(
                List.of(part("idc-a", here, Map.of("idc-a", 500.0, "idc-b", 140.0)),
                        part("idc-b", there, Map.of("idc-b", 540.0))),
                "idc-b", OptionalDouble.of(680));
        assertThat(all.targetLoad()).as("680 of 680 requests/s, of which 340 are in scope").isEqualTo(100);
        assertThat(all.targetShare()).as("of those in scope").isEqualTo(85);
        assertThat(GateJudgement.of(Gates.DEFAULT, null, all).open()).isFalse();
    }

    private static SwitchOverProgress part(String idc, MeasuredTraffic traffic, Map<String, Double> carried) {
        return new SwitchOverProgress("move", idc, new Generation(1, "idc-a"), 4, Map.of(), 1, 1, List.of(), traffic,
                Instant.EPOCH, carried, 4, Map.of());
    }

    @Test
    void aQuantileIsWithinItsBucket() {
        long[] counts = new long[LatencyBuckets.COUNT];
        for (int millis = 1; millis <= 1000; millis++) {
            counts[LatencyBuckets.of(millis * 1_000_000L)]++;
        }
        List<Long> all = java.util.Arrays.stream(counts).boxed().toList();
        assertThat(LatencyBuckets.quantileMillis(all, 0.99)).isBetween(850.0, 1100.0);
        assertThat(LatencyBuckets.quantileMillis(all, 0.5)).isBetween(450.0, 550.0);
        assertThat(LatencyBuckets.quantileMillis(List.of(), 0.5)).isNaN();
        for (long nanos : new long[]{1, 500_000, 500_001, 707_107, 1_000_000, 3_600_000_000_000L}) {
            int bucket = LatencyBuckets.of(nanos);
            assertThat(nanos / 1e6).isLessThanOrEqualTo(LatencyBuckets.upperMillis(bucket) * (1 + 1e-9));
            assertThat(bucket == 0 || nanos / 1e6 > LatencyBuckets.upperMillis(bucket - 1) * (1 - 1e-9)).isTrue();
        }
    }

    @Test
    void itHasMovedWhenTheSourceAnswersNextToNothing() {
        var spec = Moving.telling(SwitchMode.GRACEFUL, 50, 100);
        var late = Moving.NOW.plusSeconds(31);
        assertThat(MoveJudgement.of(spec, served(1, 199), Moving.NOW, Moving.NOW, Patience.USUAL))
                .isEqualTo(new MoveJudgement.Moved("idc-a answers 0.5 % of 200.0 requests/s"));
        assertThat(MoveJudgement.of(spec, served(3, 197), Moving.NOW, Moving.NOW, Patience.USUAL))
                .isEqualTo(new MoveJudgement.Waiting("idc-a answers 1.5 % of 200.0 requests/s"));
        assertThat(MoveJudgement.of(spec, served(3, 197), Moving.NOW, late, Patience.USUAL))
                .isInstanceOf(MoveJudgement.TooLate.class);
        assertThat(MoveJudgement.of(Moving.telling(SwitchMode.GRACEFUL, 50), served(100, 100), Moving.NOW, late,
                Patience.USUAL)).isInstanceOf(MoveJudgement.Moved.class);
        assertThat(MoveJudgement.of(spec, MeasuredTraffic.NONE, Moving.NOW, Moving.NOW, Patience.USUAL))
                .isInstanceOf(MoveJudgement.Moved.class);
    }

    @Test
    void beingSlowMayPassAndFailingMayNot() {
        assertThat(gate(new StepFigures(1000, 99.9, 31, 79, 50, 0)).slowOnly()).isTrue();
        assertThat(gate(new StepFigures(1000, 99.3, 31, 79, 50, 0)).slowOnly()).isFalse();
        assertThat(gate(new StepFigures(1000, 99.9, 31, 81, 50, 0)).slowOnly()).isFalse();
        assertThat(gate(new StepFigures(1000, 99.3, 20, 79, 50, 0)).slowOnly()).isFalse();
        assertThat(gate(new StepFigures(1000, 99.9, 20, 79, 50, 0)).slowOnly()).isFalse();
    }

    @Test
    void figuresOfBeforeTheAcksAreNotJudgedBy() {
        SwitchOverSpec graceful = acked(SwitchMode.GRACEFUL);
        long acks = Moving.status(graceful).sequence() - 1;
        assertThat(Measured.outdated(graceful,
                List.of(measuredAfter("idc-a", acks - 1), measuredAfter("idc-b", acks))))
                .isEqualTo("waits for figures of idc-a that were measured after the Acks of the step");
        assertThat(Measured.outdated(graceful,
                List.of(measuredAfter("idc-a", acks), measuredAfter("idc-b", acks + 1)))).isEmpty();
        assertThat(Measured.outdated(acked(SwitchMode.UNGRACEFUL),
                List.of(measuredAfter("idc-a", 0), measuredAfter("idc-b", acks)))).as("the dead is not waited for")
                .isEmpty();
    }

    private static SwitchOverSpec acked(SwitchMode mode) {
        SwitchOverSpec told = Moving.telling(mode, 100);
        SwitchOverStatus acked = Moving.status(told).change().made(Moving.NOW, "acked", "idc-a/control-1", "");
        return told.with(acked.change().made(Moving.NOW, "observed", "idc-a/control-1", ""));
    }

    private static SwitchOverProgress measuredAfter(String idc, long sequence) {
        return new SwitchOverProgress("move", idc, new Generation(1, "idc-a"), 99, Map.of(), 1, 1, List.of(),
                served(0, 100), Instant.EPOCH, Map.of(), sequence, Map.of());
    }

    private static GateJudgement gate(StepFigures now) {
        return GateJudgement.of(Gates.DEFAULT, BEFORE, now);
    }

    private static MeasuredTraffic served(double from, double to) {
        return new MeasuredTraffic(from + to, 0, 0, Map.of("idc-a", from, "idc-b", to), List.of());
    }
}
