package io.spillway.control.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.control.health.probe.CheckOutcome;
import io.spillway.control.health.probe.Place;
import io.spillway.control.health.probe.Prober;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.LoadReport.Rates;
import io.spillway.control.service.LoadReport.ServiceLoad;
import io.spillway.control.service.LoadReport.TargetLoad;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.HealthProbe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks of a whole service or of everything fail: what the gateways' load reports say about that. */
class WavesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final HealthCheck CHECK = HealthCheck.of(new HealthProbe.Tcp());
    private static final Prober NOTHING = new Prober() {
        @Override
        public void begin(java.util.function.Consumer<CheckOutcome> done) {}

        @Override
        public CheckOutcome giveUp() {
            return new CheckOutcome.TimedOut(false);
        }

        @Override
        public void close() {}
    };

    private final DataPath path = new DataPath("idc-a");
    private final List<Target> targets = new ArrayList<>();
    private long now;

    private static LoadReport report(long atSeconds, Map<String, Rates> services) {
        Instant at = Instant.EPOCH.plusSeconds(atSeconds);
        return new LoadReport("idc-a", "control-1", at, Duration.ofSeconds(1), List.of(),
                services.entrySet().stream().map(service -> new ServiceLoad(service.getKey(), service.getValue(),
                        Map.of(), 1, at, List.of(new TargetLoad("idc-a", service.getValue(), 1, at, List.of()),
                                new TargetLoad("idc-b", new Rates(900, 0, 900, 0), 1, at, List.of()))))
                        .toList());
    }

    private void seconds(int seconds, Map<String, Rates> services) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            path.take(report(now / SECOND, services), now);
        }
    }

    private static Rates good(int perSecond) {
        return new Rates(perSecond, perSecond, 0, 1);
    }

    private void service(String name, int workloads) {
        for (int i = 0; i < workloads; i++) {
            targets.add(new Target(name + "-" + i, name, new Place("127.0.0.1", 1), CHECK, NOTHING,
                    Standing.of(null, 0)));
        }
    }

    private void fail(String service, int workloads) {
        targets.stream().filter(target -> target.service.equals(service)).limit(workloads).forEach(target -> {
            target.standing = Judge.after(target.standing, new CheckOutcome.TimedOut(false), CHECK, now);
            target.failingSinceNanos = now;
        });
    }

    private Waves waves() {
        return Waves.of(targets, _ -> false, path, now);
    }

    @Test
    void aServiceThatTakesRequestsWellIsNotDead() {
        service("orders", 6);
        service("stock", 20);
        seconds(20, Map.of("orders", good(100)));
        fail("orders", 6);
        assertThat(waves().contradict("orders")).as("what was before says nothing").isFalse();
        seconds(6, Map.of("orders", good(100)));
        Waves waves = waves();
        assertThat(waves.contradict("orders")).isTrue();
        assertThat(waves.contradict("stock")).isFalse();
        assertThat(waves.alarm()).contains("orders");
    }

    @Test
    void oneOfWhichRequestsFailedIsBelievedEvenWhenTheGatewaysHaveEjectedTheDead() {
        service("orders", 6);
        seconds(10, Map.of("orders", good(100)));
        seconds(2, Map.of("orders", new Rates(100, 90, 10, 0)));
        fail("orders", 4);
        seconds(10, Map.of("orders", good(100)));
        assertThat(waves().contradict("orders")).isFalse();
    }

    @Test
    void whenMostOfEverythingFailsAndNothingIsFeltThisNodeIsTheOneThatIsCutOff() {
        for (int i = 0; i < 10; i++) {
            service("s" + i, 2);
            fail("s" + i, 2);
        }
        Map<String, Rates> all = new java.util.HashMap<>();
        for (int i = 0; i < 10; i++) {
            all.put("s" + i, good(50));
        }
        seconds(6, all);
        assertThat(waves().contradict("s3")).isTrue();
        assertThat(waves().alarm()).startsWith("20 of 20 workloads fail their checks");
    }

    @Test
    void withoutRequestsChecksAreBelieved() {
        service("orders", 6);
        fail("orders", 6);
        seconds(10, Map.of());
        assertThat(waves()).isEqualTo(Waves.NONE);
    }

    @Test
    void whatIsKnownAlreadyIsNoNewWave() {
        service("orders", 6);
        fail("orders", 6);
        seconds(10, Map.of("orders", good(100)));
        assertThat(Waves.of(targets, _ -> true, path, now).contradict("orders")).isFalse();
    }

    @Test
    void aBurstIsManyFailuresAndALargeShare() {
        assertThat(DataPath.burst(new Rates(100, 70, 30, 0))).isTrue();
        assertThat(DataPath.burst(new Rates(100, 95, 5, 0))).as("a small share").isFalse();
        assertThat(DataPath.burst(new Rates(4, 0, 4, 0))).as("a few").isFalse();
        assertThat(path.take(report(1, Map.of("orders", new Rates(100, 0, 100, 0), "stock", good(9))), SECOND))
                .containsExactly("orders");
        assertThat(path.take(report(1, Map.of("orders", new Rates(100, 0, 100, 0))), 2 * SECOND))
                .as("the same report again").isEmpty();
    }
}
