package io.spillway.drill.load;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** When users send. */
class ScheduleTest {

    private static final long START = 7_000_000_000L;
    private static final UserGroup USERS = new UserGroup("users", "idc-a", 100, 0, List.of("orders"));

    @Test
    void withoutARampTheyComeAtTheFullRateFromTheFirst() {
        Schedule schedule = new Schedule(USERS, START, Duration.ZERO);
        assertThat(due(schedule, 0.0)).isEqualTo(1);
        assertThat(due(schedule, 2.0)).isEqualTo(200);
    }

    @Test
    void inARampTheirNumberGrowsEvenlyAndThenStays() {
        Schedule schedule = new Schedule(USERS, START, Duration.ofSeconds(4));
        assertThat(due(schedule, 1.0)).as("from 0/s to 25/s").isCloseTo(13, within(1));
        assertThat(due(schedule, 2.0)).as("from 25/s to 50/s").isCloseTo(37, within(1));
        assertThat(due(schedule, 4.0)).as("from 50/s to 100/s").isCloseTo(150, within(1));
        assertThat(due(schedule, 6.0)).as("100/s").isEqualTo(200);
    }

    /** Returns how many become due until that second, of those that were not due before. */
    private static int due(Schedule schedule, double second) {
        int due = 0;
        while (schedule.poll(START + (long) (second * 1e9)) != null) {
            due++;
        }
        return due;
    }
}
