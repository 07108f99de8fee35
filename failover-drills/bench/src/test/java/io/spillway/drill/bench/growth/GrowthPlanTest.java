package io.spillway.drill.bench.growth;

import java.nio.file.Path;
import java.time.InstantSource;

import io.spillway.drill.bench.push.Shape;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.verb.Interruption;
import io.spillway.drill.verb.Surroundings;
import io.spillway.drill.verb.Terminal;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GrowthPlanTest {

    private static GrowthPlan plan(String... arguments) {
        Interruption none = Interruption.ofThisThread();
        none.finished();
        GrowthVerb verb = new GrowthVerb(new Surroundings(Terminal.system(), none,
                new Home(Path.of("")), Ticker.system(), InstantSource.system()));
        new CommandLine(verb).parseArgs(arguments);
        return verb.plan();
    }

    @Test
    void oneThingGrowsWhileAllElseStays() {
        assertThat(plan().shapes()).containsExactly(new Shape(100, 500, 1000), new Shape(100, 1500, 1000),
                new Shape(100, 5000, 1000), new Shape(100, 500, 3000), new Shape(100, 500, 10_000),
                new Shape(300, 500, 1000), new Shape(1000, 500, 1000));
    }

    @Test
    void sizesAreMeasuredFromTheSmallestOn() {
        assertThat(plan("--sizes", "2,1,2", "--over", "clients").shapes()).containsExactly(new Shape(100, 500, 1000),
                new Shape(200, 500, 1000));
    }

    @ParameterizedTest
    @CsvSource({"--sizes,3,1 and more", "--sizes,101,1 and more", "--over,hosts,clients", "--clients,0,1..1000",
            "--services,20000,1..10000", "--rounds,0,1..100", "--changes,0,1..10000", "--heap,1,64..",
            "-o,xml,table or json"})
    void refusesWhatMeansNothing(String option, String value, String expected) {
        assertThatThrownBy(() -> plan(option, value)).isInstanceOf(BenchFailure.class).hasMessageContaining(option)
                .hasMessageContaining(value).hasMessageContaining("expected: ").hasMessageContaining(expected);
    }
}
