package io.spillway.drill.verdict;

import java.util.List;
import java.util.Objects;

import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.verdict.LoadCurve.Point;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LoadCurveTest {

    @Test
    void findsWhereTheLatencyBeginsToRise() {
        List<LoadCurve> curves = LoadCurve.of(LoadCurveRuns.raised(220));
        assertThat(curves).extracting(LoadCurve::idc).containsExactly("", "idc-a");
        Point knee = Objects.requireNonNull(curves.getLast().knee());
        assertThat(knee.rps()).isCloseTo(220, within(15.0));
        assertThat(knee.p99Ms()).isLessThan(30);
        assertThat(curves.getLast().headroom()).isCloseTo(2.1, within(0.2));
    }

    @Test
    void findsNoKneeWhereItRisesEvenlyOrNotAtAll() {
        assertThat(LoadCurve.of(LoadCurveRuns.raised(100)).getFirst().knee()).isNull();
        assertThat(LoadCurve.of(LoadCurveRuns.raised(1000)).getFirst().knee()).isNull();
    }

    @Test
    void isOnlyThereWhenTheLoadWasRaised() {
        assertThat(LoadCurve.of(RunRecords.of(RunRecords.goodLog()))).isEmpty();
        assertThat(LoadCurve.of(LoadCurveRuns.run(new RequestLog()))).isEmpty();
    }
}
