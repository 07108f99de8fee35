package io.spillway.drill.mock.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgramTest {

    @Test
    void laysOutRepetitionsInsideRepetitions() {
        Program program = Program.of(List.of(pause(1),
                new Step.Repeat(2, List.of(pause(2), new Step.Repeat(3, List.of(pause(3))))), pause(4)));
        assertThat(steps(program)).containsExactly(1L, 2L, 3L, 3L, 3L, 2L, 3L, 3L, 3L, 4L);
        assertThat(steps(program)).as("a second client").hasSize(10);
    }

    @Test
    void endsAtOnceWithoutSteps() {
        assertThat(steps(Program.of(List.of()))).isEmpty();
        assertThat(steps(Program.of(List.of(new Step.Repeat(1000, List.of()))))).isEmpty();
    }

    private static List<Long> steps(Program program) {
        List<Long> steps = new ArrayList<>();
        Cursor cursor = program.cursor();
        for (Step step = cursor.next(); step != null; step = cursor.next()) {
            steps.add(((Step.Pause) step).time().toMillis());
        }
        return steps;
    }

    private static Step pause(long millis) {
        return new Step.Pause(Duration.ofMillis(millis));
    }
}
