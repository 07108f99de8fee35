package io.spillway.drill.bench.sync;

import java.time.Duration;
import java.time.InstantSource;

import io.spillway.drill.bench.push.Population;
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

class SyncVerbTest {

    private static SyncPlan plan(String... arguments) {
        Interruption none = Interruption.ofThisThread();
        none.finished(); // else the end of the tests would wait for it
        SyncVerb verb = new SyncVerb(
                new Surroundings(Terminal.system(), none, Home.find(), Ticker.system(), InstantSource.system()));
        new CommandLine(verb).parseArgs(arguments);
        return verb.plan();
    }

    @Test
    void isAsLargeAsALargeIdcAndCutForTenMinutesUnlessSomebodyChooses() {
        SyncPlan plan = plan();
        assertThat(plan.population()).isEqualTo(new Population(5000, 10_000));
        assertThat(plan.cut()).isEqualTo(Duration.ofMinutes(10));
        assertThat(plan.delay()).isEqualTo(Duration.ofMillis(100));
        assertThat(plan.churned()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"--services,0,1..", "--workloads,1,5000..", "--clients,0,1..10000", "--changes,0,1..",
            "--warm-up,-1,0..",
            "--delay,0,1..10000", "--cut,0,1..3600", "--churn,0,1..100", "--patience,0,1..600", "-o,xml,table or json"})
    void refusesWhatMeansNothing(String option, String value, String expected) {
        assertThatThrownBy(() -> plan(option, value)).isInstanceOf(BenchFailure.class).hasMessageContaining(option)
                .hasMessageContaining(value).hasMessageContaining("expected: ").hasMessageContaining(expected);
    }
}
