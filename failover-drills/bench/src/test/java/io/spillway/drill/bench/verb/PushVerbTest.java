package io.spillway.drill.bench.verb;

import java.util.List;

import io.spillway.drill.bench.push.Plan;
import io.spillway.drill.bench.push.PushCase;
import io.spillway.drill.bench.push.Shape;
import io.spillway.gateway.bench.process.BenchFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PushVerbTest {
    @Command
    static final class Line {
        @Mixin
        PushOptions options = new PushOptions();
    }

    private static Plan plan(String... arguments) {
        Line line = new Line();
        new CommandLine(line).parseArgs(arguments);
        return line.options.plan();
    }

    @Test
    void comparesTheUsualSystemsInEveryCase() {
        Plan plan = plan();
        assertThat(plan.systems()).containsExactly("spillway", "java-control-plane", "go-control-plane");
        assertThat(plan.cases()).containsExactly(PushCase.values());
        assertThat(plan.shapes()).startsWith(new Shape(1, 500)).endsWith(new Shape(1000, 5000)).hasSize(6);
    }

    @Test
    void leavesOutWhatNoMachineBears() {
        assertThat(plan("--clients", "1000,5000", "--services", "500,5000").shapes()).containsExactly(
                new Shape(1000, 500), new Shape(5000, 500), new Shape(1000, 5000));
        assertThatThrownBy(() -> plan("--clients", "5000", "--services", "5000")).isInstanceOf(BenchFailure.class)
                .hasMessageContaining("5,000,000");
    }

    @ParameterizedTest
    @CsvSource({"--clients,0,1..10000", "--services,1,2..50000", "--rounds,0,1..100", "--changes,0,1..10000",
            "--warm-up,-1,0..600", "--burst,5,10..10000", "--burst,25,multiple of 10", "--patience,0,1..600",
            "--heap,1,64..", "--systems,istiod,java-control-plane",
            "--cases,sideways,apart", "-o,xml,table or json"})
    void refusesWhatMeansNothing(String option, String value, String expected) {
        assertThatThrownBy(() -> plan(option, value)).isInstanceOf(BenchFailure.class).hasMessageContaining(option)
                .hasMessageContaining(value).hasMessageContaining("expected: ").hasMessageContaining(expected);
    }

    @Test
    void takesEachSystemAndCaseOnce() {
        Plan plan = plan("--systems", "go-control-plane-snapshot,spillway,spillway", "--cases", "join,change,join");
        assertThat(plan.systems()).isEqualTo(List.of("go-control-plane-snapshot", "spillway"));
        assertThat(plan.cases()).containsExactly(PushCase.CHANGE, PushCase.JOIN);
    }
}
