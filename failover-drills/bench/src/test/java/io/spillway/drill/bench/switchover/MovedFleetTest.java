package io.spillway.drill.bench.switchover;

import java.nio.file.Path;

import io.spillway.drill.fleet.Priority;
import io.spillway.gateway.bench.process.BenchFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A machine on which processes cannot give way to each other: the bench says so before it starts anything. */
class MovedFleetTest {

    @TempDir
    Path empty;

    @Test
    void withoutPrioritiesNothingIsMeasured() {
        assertThatThrownBy(() -> MovedFleet.canGiveWay(empty.toString())).isInstanceOf(BenchFailure.class)
                .hasMessage("chrt (of util-linux), nice (of coreutils) is not in PATH: gateways and users could not go"
                        + " before what decides (expected: installed)");
        assertThatCode(() -> MovedFleet.canGiveWay(Priority.path())).doesNotThrowAnyException();
    }
}
