package io.spillway.drill.bench.push;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.bench.report.Ratio;
import io.spillway.gateway.bench.report.Round;
import io.spillway.gateway.bench.report.Samples;
import io.spillway.gateway.bench.report.Target;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetsTest {
    private static final List<PushCase> CASES = List.of(PushCase.CHANGE);

    private final Samples samples = new Samples();

    private static Plan plan(Shape... shapes) {
        return new Plan(List.of("spillway", "go-control-plane"), List.of(shapes), CASES, 1, 1, 10,
                Duration.ZERO, Duration.ZERO);
    }

    @Test
    void theTargetsOfTheLargeSizeAreJudged() {
        samples.add("change-1000x5000", "spillway", "cpuMillisPerChange", 40);
        samples.add("change-1000x5000", "spillway", "p99Ms", 60.5);
        samples.add("change-1000x500", "spillway", "residentMiB", 800);
        assertThat(Targets.of(samples)).containsExactly(
                new Target("change-1000x5000", "cpuMillisPerChange", 40, 40, false),
                new Target("change-1000x5000", "p99Ms", 60.5, 60, false));
        assertThat(Targets.of(samples)).extracting(Target::met).containsExactly(true, false);
    }

    @Test
    void aDisturbedFigureMeetsNothing() {
        samples.add("change-1000x5000", "spillway", new Round(Map.of("p99Ms", 1.0), "others used 30 %"));
        assertThat(Targets.of(samples)).containsExactly(new Target("change-1000x5000", "p99Ms", 1, 60, true));
        assertThat(Targets.of(samples).getFirst().met()).isFalse();
    }

    @Test
    void tenTimesTheServicesMayCostATenthMore() {
        samples.add("change-100x500", "spillway", "cpuMillisPerChange", 10);
        samples.add("change-100x5000", "spillway", "cpuMillisPerChange", 12);
        samples.add("change-100x5000", "go-control-plane", "cpuMillisPerChange", 24);
        assertThat(Targets.ratios(samples, plan(new Shape(100, 500), new Shape(100, 5000)))).containsExactly(
                new Ratio("change-100x5000", "go-control-plane", "cpuMillisPerChange", 0.5, 0),
                new Ratio("change-100x5000", "change-100x500", "cpuMillisPerChange", 1.2, 1.1));
    }

    @Test
    void thoseWhoDoNotSubscribeAreComparedWithNobody() {
        samples.add("apart-100x500", "spillway", "cpuMillisPerChange", 2);
        samples.add("apart-100x500", "spillway", "aloneCpuMillisPerChange", 2);
        assertThat(Targets.ratios(samples, plan(new Shape(100, 500)))).containsExactly(
                new Ratio("apart-100x500", "alone", "cpuMillisPerChange", 1, 1.1));
    }
}
