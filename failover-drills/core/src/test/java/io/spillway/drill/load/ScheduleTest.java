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
        Schedule schedule = new Schedule(USERS, new String[]{"orders"}, START, Duration.ZERO);
        assertThat(due(schedule, 0.0)).isEqualTo(1);
        assertThat(due(schedule, 2.0)).isEqualTo(200);
    }

    @Test
    void inARampTheirNumberGrowsEvenlyAndThenStays() {
        Schedule schedule = new Schedule(USERS, new String[]{"orders"}, START, Duration.ofSeconds(4));
        assertThat(due(schedule, 1.0)).as("from 0/s to 25/s").isCloseTo(13, within(1));
        assertThat(due(schedule, 2.0)).as("from 25/s to 50/s").isCloseTo(37, within(1));
        assertThat(due(schedule, 4.0)).as("from 50/s to 100/s").isCloseTo(150, within(1));
        assertThat(due(schedule, 6.0)).as("100/s").isEqualTo(200);
    }

    private static UserGroup shaped(Shape shape) {
        return new UserGroup("users", "idc-a", 100, 0, List.of("orders"), shape, Protocol.HTTP1, false);
    }

    private static Schedule begun(Shape shape) {
        Schedule schedule = new Schedule(shaped(shape), new String[]{"orders"}, START, Duration.ZERO);
        assertThat(due(schedule, 1.0)).as("before the measuring it is constant").isEqualTo(101);
        schedule.beginMeasuring(START + 1_000_000_000L);
        return schedule;
    }

    @Test
    void aRampGoesEvenlyToAnotherRateAndStaysThere() {
        Schedule schedule = begun(new Shape.Ramp(300, Duration.ofSeconds(10)));
        assertThat(due(schedule, 6.0)).as("100/s to 200/s").isCloseTo(750, within(1));
        assertThat(due(schedule, 11.0)).as("200/s to 300/s").isCloseTo(1250, within(1));
        assertThat(due(schedule, 12.0)).isCloseTo(300, within(1));
    }

    @Test
    void stairsFollowEachOtherAndTheLastOneStays() {
        Schedule schedule = begun(new Shape.Stairs(List.of(new Shape.Stair(100, Duration.ofSeconds(2)),
                new Shape.Stair(400, Duration.ofSeconds(1)), new Shape.Stair(50, Duration.ofSeconds(1)))));
        assertThat(due(schedule, 3.0)).isCloseTo(200, within(1));
        assertThat(due(schedule, 4.0)).isCloseTo(400, within(1));
        assertThat(due(schedule, 7.0)).isCloseTo(150, within(1));
    }

    @Test
    void aSineSwingsAroundItsRateAndMayTouchNothing() {
        Schedule schedule = begun(new Shape.Sine(100, Duration.ofSeconds(8)));
        // The mean of the upper half of a sine is 2/pi of its amplitude.
        assertThat(due(schedule, 5.0)).as("upper half").isCloseTo(655, within(2));
        assertThat(due(schedule, 9.0)).as("lower half").isCloseTo(145, within(2));
        assertThat(due(schedule, 17.0)).as("a whole swing").isCloseTo(800, within(2));
    }

    @Test
    void whoAsksLateIsToldHowMuchIsOverdue() {
        Schedule schedule = begun(new Shape.Ramp(300, Duration.ofSeconds(10)));
        assertThat(due(schedule, 11.0)).isPositive();
        assertThat(schedule.overdue(START + 12_000_000_000L)).isCloseTo(299, within(2L));
    }

    @Test
    void everyCallOfGrpcIsAPost() {
        Schedule schedule = new Schedule(
                new UserGroup("calls", "idc-a", 100, 0, List.of("items"), new Shape.Constant(), Protocol.GRPC, false),
                new String[]{"items"}, START, Duration.ZERO);
        assertThat(schedule.poll(START)).isNotNull().extracting(Source.Due::post).isEqualTo(true);
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
