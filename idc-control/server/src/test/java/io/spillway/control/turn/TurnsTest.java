package io.spillway.control.turn;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who waits for whom. */
class TurnsTest {

    private static final String CLUSTER = "clusters/primary-a";

    private final Turns turns = new Turns();

    private Turns.Turn comes(Set<String> changes, String... leansOn) {
        return turns.enter(changes, Set.of(leansOn));
    }

    private Turns.Turn deletion() {
        return turns.enter(Set.of(CLUSTER), Set.of());
    }

    @Test
    void writesThatHaveNothingToDoWithEachOtherGoOnTogether() {
        assertThat(List.of(comes(Set.of("a"), CLUSTER), comes(Set.of("b"), CLUSTER), comes(Set.of("c"))))
                .allMatch(Turns.Turn::mayGo);
    }

    @Test
    void ofOneKeyTheyTakeTurnsInTheOrderInWhichTheyCame() {
        Turns.Turn first = comes(Set.of("a"));
        Turns.Turn second = comes(Set.of("a"));
        Turns.Turn third = comes(Set.of("a"));
        assertThat(List.of(first.mayGo(), second.mayGo(), third.mayGo())).containsExactly(true, false, false);
        first.close();
        assertThat(List.of(second.mayGo(), third.mayGo())).containsExactly(true, false);
        second.close();
        assertThat(third.mayGo()).isTrue();
    }

    @Test
    void aDeletionMeetsNobodyWhoLeansOnWhatGoes() {
        Turns.Turn one = comes(Set.of("w-1"), CLUSTER);
        Turns.Turn other = comes(Set.of("w-2"), CLUSTER);
        Turns.Turn deletion = deletion();
        Turns.Turn late = comes(Set.of("w-3"), CLUSTER);
        one.close();
        assertThat(deletion.mayGo()).as("one leans on it still").isFalse();
        other.close();
        assertThat(deletion.mayGo()).isTrue();
        assertThat(late.mayGo()).as("it came after the deletion").isFalse();
        deletion.close();
        assertThat(late.mayGo()).isTrue();
    }

    @Test
    void whoWaitsForSeveralThingsIsOvertakenAtNone() {
        Turns.Turn first = comes(Set.of("a"));
        Turns.Turn both = comes(Set.of("a", "b"));
        Turns.Turn last = comes(Set.of("b"));
        assertThat(both.mayGo()).isFalse();
        assertThat(last.mayGo()).as("b is free, but somebody waits who wants it").isFalse();
        first.close();
        assertThat(both.mayGo()).isTrue();
        assertThat(last.mayGo()).isFalse();
        both.close();
        assertThat(last.mayGo()).isTrue();
    }

    @Test
    void nothingIsRememberedOfWhatIsOver() {
        List<Turns.Turn> all = List.of(comes(Set.of("a", "b"), CLUSTER), comes(Set.of("b"), CLUSTER), deletion(),
                comes(Set.of("a"), CLUSTER), deletion(), comes(Set.of("c")));
        assertThat(turns.places()).isPositive();
        all.forEach(Turns.Turn::close);
        assertThat(turns.places()).isZero();
    }
}
