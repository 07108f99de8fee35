package io.spillway.control.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.spillway.control.health.probe.CheckOutcome;
import io.spillway.control.health.probe.Place;
import io.spillway.control.health.probe.Prober;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.HealthProbe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Workloads that do not answer never delay the checks of those that do. On a clock of its own. */
class LanesTest {

    private static final long TICK = Duration.ofMillis(20).toNanos();
    private static final HealthCheck CHECK = new HealthCheck(new HealthProbe.Tcp(), Duration.ofSeconds(5),
            Duration.ofSeconds(1), 3, 2, 10);
    private static final HealthSettings SETTINGS = new HealthSettings(20, 50, Duration.ofMillis(200),
            Duration.ofMillis(20));

    private long now;
    private int checks;
    private final List<Long> started = new ArrayList<>();

    private final Checker checker = new Checker(SETTINGS, () -> now, new Random(1), (target, outcome, _) -> {
        checks++;
        target.standing = Judge.after(target.standing, outcome, CHECK, now);
    });

    private Target target(String name, Prober prober) {
        return new Target(name, "orders", new Place("127.0.0.1", 1), CHECK, prober, Standing.of(null, now));
    }

    private final class Answers implements Prober {

        @Override
        public void begin(Consumer<CheckOutcome> done) {
            started.add(now);
            done.accept(new CheckOutcome.Passed());
        }

        @Override
        public CheckOutcome giveUp() {
            throw new AssertionError("it answers");
        }

        @Override
        public void close() {}
    }

    private static final class Silent implements Prober {

        private int begun;

        @Override
        public void begin(Consumer<CheckOutcome> done) {
            begun++;
        }

        @Override
        public CheckOutcome giveUp() {
            return new CheckOutcome.TimedOut(false);
        }

        @Override
        public void close() {}
    }

    private void run(Duration time) {
        for (long end = now + time.toNanos(); now < end; now += TICK) {
            checker.step();
        }
    }

    @Test
    void healthyOnesHaveTheirTurnThoughThreeHundredTimeOut() {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            checker.begin(target("good-" + i, new Answers()), random.nextLong(CHECK.interval().toNanos()));
        }
        List<Silent> silent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Silent prober = new Silent();
            silent.add(prober);
            checker.begin(target("bad-" + i, prober), random.nextLong(CHECK.interval().toNanos()));
        }
        run(Duration.ofSeconds(10));
        long _ = checker.takeLateness();
        started.clear();
        run(Duration.ofSeconds(60));
        assertThat(started.size()).as("200 checks each 5 s").isBetween(200 * 12 * 95 / 100, 200 * 12 * 105 / 100);
        assertThat(silent).as("50 at once, 1 s each: the others wait for each other").allSatisfy(
                prober -> assertThat(prober.begun).isBetween(8, 15));
    }

    @Test
    void aCheckThatIsNotAnsweredAtOnceGoesOnAmongTheOthers() {
        List<Silent> silent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Silent prober = new Silent();
            silent.add(prober);
            checker.begin(target("bad-" + i, prober), 0);
        }
        run(Duration.ofMillis(40));
        assertThat(silent).allSatisfy(prober -> assertThat(prober.begun).isEqualTo(1));
        checker.begin(target("good", new Answers()), 0);
        run(Duration.ofMillis(100));
        assertThat(started).as("all turns are taken").isEmpty();
        run(Duration.ofMillis(200));
        assertThat(started).hasSize(1);
        run(Duration.ofSeconds(1));
        assertThat(checks).as("each is told once").isEqualTo(21);
        assertThat(checker.running()).isZero();
    }

    @Test
    void anEndedTargetIsNotCheckedAndLeavesItsPlace() {
        Silent prober = new Silent();
        Target target = target("bad", prober);
        checker.begin(target, 0);
        run(Duration.ofMillis(60));
        assertThat(checker.running()).isEqualTo(1);
        checker.end(target);
        assertThat(checker.running()).isZero();
        run(Duration.ofSeconds(20));
        assertThat(prober.begun).isEqualTo(1);
        assertThat(checks).isZero();
    }

    @Test
    void oneIsCheckedBeforeItsTimeAndThenAnIntervalLater() {
        Target target = target("good", new Answers());
        checker.begin(target, 0);
        run(Duration.ofSeconds(1));
        checker.soon(target);
        checker.soon(target);
        run(Duration.ofSeconds(4));
        assertThat(started).hasSize(2);
        run(Duration.ofMillis(1600));
        assertThat(started).hasSize(3);
    }
}
