package io.spillway.drill.bench.health;

import java.nio.file.Path;
import java.time.InstantSource;

import io.spillway.drill.fleet.Home;
import io.spillway.drill.verb.Interruption;
import io.spillway.drill.verb.Surroundings;
import io.spillway.drill.verb.Terminal;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.model.resource.HealthProbe;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HealthVerbTest {

    private static HealthPlan plan(String... arguments) {
        Interruption none = Interruption.ofThisThread();
        none.finished();
        HealthVerb verb = new HealthVerb(new Surroundings(Terminal.system(), none,
                new Home(Path.of("")), Ticker.system(), InstantSource.system()));
        new CommandLine(verb).parseArgs(arguments);
        return verb.plan();
    }

    @Test
    void aTenthIsDeadInTheSecondCase() {
        assertThat(plan().targets()).isEqualTo(10_000);
        assertThat(plan().dead()).isEqualTo(1000);
        assertThat(plan("--probe", "tcp").probe()).isEqualTo(new HealthProbe.Tcp());
    }

    @ParameterizedTest
    @CsvSource({"--targets,9,10..50000", "--dead,91,0..90", "--mortals,1,2..1001", "--interval,0,1..60",
            "--probe,grpc,http or tcp", "--seconds,0,1..600", "-o,xml,table or json"})
    void refusesWhatMeansNothing(String option, String value, String expected) {
        assertThatThrownBy(() -> plan(option, value)).isInstanceOf(BenchFailure.class).hasMessageContaining(option)
                .hasMessageContaining(value).hasMessageContaining("expected: ").hasMessageContaining(expected);
    }
}
