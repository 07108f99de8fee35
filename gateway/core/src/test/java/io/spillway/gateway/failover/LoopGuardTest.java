package io.spillway.gateway.failover;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoopGuardTest {
    private final LoopGuard guard = new LoopGuard("idc-a");

    @Test
    void appendsItsTokenAfterThoseOfOthers() {
        assertThat(guard.check(null)).isEqualTo(new LoopCheck.Pass("spillway-idc-a"));
        assertThat(guard.check(" ")).isEqualTo(new LoopCheck.Pass("spillway-idc-a"));
        assertThat(guard.check("spillway-idc-b")).isEqualTo(new LoopCheck.Pass("spillway-idc-b, spillway-idc-a"));
        assertThat(guard.check("foo123.foocdn.example, barcdn.example; trace=\"abcdef\""))
                .isEqualTo(
                        new LoopCheck.Pass("foo123.foocdn.example, barcdn.example; trace=\"abcdef\", spillway-idc-a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spillway-idc-a", "spillway-idc-b, spillway-idc-a", "spillway-idc-a,spillway-idc-b",
            "x;p=\"a,b\",\tSPILLWAY-IDC-A ;v=1", ",, spillway-idc-a , ,", "x; p=\"\\\"\", spillway-idc-a"})
    void refusesWhatWasHereBefore(String header) {
        assertThat(guard.check(header)).isEqualTo(new LoopCheck.Repeat("spillway-idc-a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spillway-idc-ab", "xspillway-idc-a", "x; by=spillway-idc-a", "x; p=\", spillway-idc-a,\"",
            "spillway-idc-a:80"})
    void aTokenIsTheWholeIdAndNotAPartOfIt(String header) {
        assertThat(guard.check(header)).isInstanceOf(LoopCheck.Pass.class);
    }

    @Test
    void anOpenQuoteCouldHideARepeat() {
        assertThat(guard.check("x; p=\"open, spillway-idc-a"))
                .isInstanceOfSatisfying(LoopCheck.Malformed.class,
                        malformed -> assertThat(malformed.reason()).endsWith("(expected: quotes that close)"));
        assertThat(guard.check("x; p=\"escaped\\\"")).isInstanceOf(LoopCheck.Malformed.class);
    }

    @Test
    void aRequestThatComesRoundIsStoppedAtItsSecondVisit() {
        LoopGuard other = new LoopGuard("idc-b");
        String header = null;
        for (LoopGuard next : new LoopGuard[]{guard, other}) {
            header = ((LoopCheck.Pass) next.check(header)).header();
        }
        assertThat(guard.check(header)).isEqualTo(new LoopCheck.Repeat("spillway-idc-a"));
    }
}
