package io.spillway.gateway.xds.demand;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A service is asked for once and forgotten when nobody uses it, and never sooner. */
class DemandTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong(5);
    private final List<String> wanted = new ArrayList<>();
    private final Demand demand = new Demand(now::get, MINUTE, wanted::add);

    private void ask(String cluster) {
        demand.ask(cluster);
        demand.subscribed(Demand.stem(cluster));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void asksTheControlPlaneOnceHoweverManyAsk() {
        for (int i = 0; i < 100; i++) {
            ask("orders/default");
        }
        ask("orders/default!idc-b");
        assertThat(wanted).containsExactly("orders/default", "orders/default!idc-b");
        assertThat(demand.subscribed()).isEqualTo(1);
    }

    @Test
    void forgetsWhatNobodyEverUsedAfterTheSetTimeAndNotBefore() {
        ask("orders/default");
        pass(MINUTE.minusNanos(1));
        assertThat(demand.takeIdle()).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(demand.takeIdle()).containsExactly("orders/default");
        assertThat(demand.subscribed()).isZero();
    }

    @Test
    void countsTheTimeFromTheEndOfTheLastRequest() {
        ask("orders/default");
        Use use = demand.use("orders/default");
        pass(MINUTE);
        assertThat(use.begin()).isTrue();
        pass(Duration.ofMillis(5));
        use.end(now.get());
        pass(MINUTE.minusNanos(1));
        assertThat(demand.takeIdle()).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(demand.takeIdle()).containsExactly("orders/default");
    }

    @Test
    void keepsAServiceWhileOneRequestIsInFlightForDays() {
        ask("orders/default");
        Use use = demand.use("orders/default");
        assertThat(use.begin()).isTrue();
        pass(Duration.ofDays(2));
        assertThat(demand.takeIdle()).isEmpty();
        assertThat(use.begin()).as("the service goes on being used").isTrue();
    }

    @Test
    void keepsAGroupOfWhichOneVariantIsUsedOnOneThread() {
        ask("orders/default");
        ask("orders/default!idc-b");
        demand.use("orders/default");
        Use other = demand.use("orders/default!idc-b");
        pass(Duration.ofHours(1));
        assertThat(other.begin()).isTrue();
        other.end(now.get());
        assertThat(demand.takeIdle()).isEmpty();
    }

    @Test
    void tellsAThreadThatWhatItCountedOnIsForgottenAndCountsItAnewAfterwards() {
        ask("orders/default");
        Use use = demand.use("orders/default");
        pass(MINUTE);
        demand.takeIdle();
        assertThat(use.begin()).isFalse();

        ask("orders/default");
        Use again = demand.use("orders/default");
        assertThat(again.begin()).isTrue();
        pass(Duration.ofHours(1));
        assertThat(demand.takeIdle()).isEmpty();
        assertThat(wanted).containsExactly("orders/default", "orders/default");
    }

    @Test
    void knowsWhatTheControlPlaneDoesNotHave() {
        ask("ghost/default");
        assertThat(demand.absent("ghost/default")).isFalse();
        demand.setAbsent(Set.of("ghost/default"));
        assertThat(demand.absent("ghost/default")).isTrue();
        demand.setAbsent(Set.of());
        assertThat(demand.absent("ghost/default")).isFalse();
    }
}
