package io.spillway.drill.bench.coldstart;

import java.time.Duration;
import java.time.InstantSource;

import io.spillway.drill.bench.index.Size;
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

class ColdStartVerbTest {

    private static ColdStartPlan plan(String... arguments) {
        Interruption none = Interruption.ofThisThread();
        none.finished(); // else the end of the tests would wait for it
        ColdStartVerb verb = new ColdStartVerb(
                new Surroundings(Terminal.system(), none, Home.find(), Ticker.system(), InstantSource.system()));
        new CommandLine(verb).parseArgs(arguments);
        return verb.plan();
    }

    @Test
    void isAsLargeAsALargeIdcUnlessSomebodyChooses() {
        ColdStartPlan plan = plan();
        assertThat(plan.size()).isEqualTo(new Size(5000, 100_000));
        assertThat(plan.few()).isEqualTo(5000);
        assertThat(plan.clients()).isEqualTo(1000);
    }

    @Test
    void aGatewaySubscribesNoMoreThanThereIs() {
        ColdStartPlan plan = plan("--services", "20", "--workloads", "30", "--ramp", "0");
        assertThat(plan.subscribed()).isEqualTo(20);
        assertThat(plan.few()).isEqualTo(1);
        assertThat(plan.ramp()).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"--services,0,1..", "--workloads,1,2..", "--clients,-1,0..10000", "--subscribe,0,1..",
            "--ramp,-1,0..600",
            "--heap,1,64..", "--patience,0,1..600", "-o,xml,table or json"})
    void refusesWhatMeansNothing(String option, String value, String expected) {
        assertThatThrownBy(() -> plan(option, value)).isInstanceOf(BenchFailure.class).hasMessageContaining(option)
                .hasMessageContaining(value).hasMessageContaining("expected: ").hasMessageContaining(expected);
    }
}
