package io.spillway.ctl.output;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutputTest {

    @ParameterizedTest
    @CsvSource({"0,0.0s", "449,0.4s", "9999,10.0s", "10000,10s", "59999,59s", "60000,1m0s", "3599000,59m59s",
            "3600000,1h0m",
            "86399000,23h59m", "86400000,1d0h", "3610000000,41d18h"})
    void agesAreShort(long millis, String text) {
        assertThat(Ages.of(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void anUnknownTimeHasNoAgeAndAClockThatIsBehindIsNotNegative() {
        assertThat(Ages.between(0, 1_000)).isEmpty();
        assertThat(Ages.between(2_000, 1_000)).isEqualTo("0.0s");
    }

    @Test
    void coloursDoNotMoveColumns() {
        Table table = new Table("STATE", "NODE").row("SYNCED", "a").row("NACKED", "b").row("", "c\u001b[2J");
        assertThat(table.lines(new Paint(true))).containsExactly("STATE   NODE", "\u001b[32mSYNCED\u001b[0m  a",
                "\u001b[31mNACKED\u001b[0m  b", "-       c [2J");
        assertThatThrownBy(() -> table.row("one")).hasMessageContaining("(expected: 2)");
    }

    @Test
    void aDifferenceKeepsThreeLinesAround() {
        List<String> old = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9");
        List<String> fresh = List.of("1", "2", "3", "4", "X", "6", "7", "8", "9");
        assertThat(LineDifference.between(old, fresh)).containsExactly(" ...", " 2", " 3", " 4", "-5", "+X", " 6", " 7",
                " 8");
        assertThat(LineDifference.between(old, old)).isEmpty();
        assertThat(LineDifference.between(List.of(), List.of("a"))).containsExactly("+a");
        assertThat(LineDifference.between(List.of("a", "b"), List.of("b"))).containsExactly("-a", " b");
    }
}
