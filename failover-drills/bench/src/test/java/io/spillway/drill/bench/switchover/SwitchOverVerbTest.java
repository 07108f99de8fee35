package io.spillway.drill.bench.switchover;

import java.time.Duration;
import java.time.InstantSource;

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

class SwitchOverVerbTest {

    private static SwitchOverPlan plan(String... arguments) {
        Interruption none = Interruption.ofThisThread();
        none.finished(); // else the end of the tests would wait for it
        SwitchOverVerb verb = new SwitchOverVerb(
                new Surroundings(Terminal.system(), none, Home.find(), Ticker.system(), InstantSource.system()));
        new CommandLine(verb).parseArgs(arguments);
        return verb.plan();
    }

    @Test
    void movesFiftyDataPlanesTwentyTimesThereAndBackUnlessSomebodyChooses() {
        SwitchOverPlan plan = plan();
        assertThat(plan.gateways()).isEqualTo(50);
        assertThat(plan.turns()).isEqualTo(20);
        assertThat(plan.delay()).isEqualTo(Duration.ofMillis(100));
        assertThat(plan.mocksOf(0) + plan.mocksOf(1)).isEqualTo(48);
    }

    @Test
    void dividesAnOddNumberOfDataPlanes() {
        SwitchOverPlan plan = plan("--gateways", "5");
        assertThat(plan.mocksOf(0)).isEqualTo(2);
        assertThat(plan.mocksOf(1)).isEqualTo(1);
        assertThat(plan.dataPlanesOf(0) + plan.dataPlanesOf(1)).isEqualTo(5);
        assertThat(plan("--gateways", "2").mocksOf(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"--gateways,1,2..5000", "--rps,9,10..1800", "--back-and-forth,0,1..1000", "--warm-up,-1,0..100",
            "--delay,0,1..5000", "--rest,999,1000..60000", "-o,xml,table or json"})
    void refusesWhatMeansNothing(String option, String value, String expected) {
        assertThatThrownBy(() -> plan(option, value)).isInstanceOf(BenchFailure.class).hasMessageContaining(option)
                .hasMessageContaining(value).hasMessageContaining("expected: ").hasMessageContaining(expected);
    }
}
