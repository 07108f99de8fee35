package io.spillway.drill.fault;

import java.time.Duration;

import io.spillway.drill.fault.Fault.Direction;
import io.spillway.drill.fault.Fault.Harm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ToxicTest {

    @Test
    void aBlackHoleOfOneDirectionLeavesTheOtherAlone() {
        assertThat(Toxic.of("hole", new Harm.BlackHole(), Direction.BACK)).singleElement().satisfies(toxic -> {
            assertThat(toxic.stream()).isEqualTo("downstream");
            assertThat(toxic.type()).isEqualTo("timeout");
            assertThat(toxic.attributes()).containsEntry("timeout", 0L);
        });
    }

    @Test
    void latencyOfBothDirectionsHasTwoNames() {
        assertThat(Toxic.of("slow", new Harm.Latency(Duration.ofMillis(100), Duration.ofMillis(30)), Direction.BOTH))
                .hasSize(2).extracting(Toxic::name).doesNotHaveDuplicates();
    }

    @Test
    void aCutIsNoToxic() {
        assertThat(Toxic.of("cut", new Harm.Cut(), Direction.BOTH)).isEmpty();
    }
}
