package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.TraceRecord;
import io.spillway.wire.record.TraceRecord.Flaps;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DampingTest {

    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    private static GroupCapacity group(String name, int declared, int healthy) {
        return new GroupCapacity(name, declared, healthy, declared * 100, healthy * 100);
    }

    private static ServiceEntrySpec orders(GroupCapacity... groups) {
        return new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 1),
                List.of(new GatewayAddress("gw", "127.0.0.1", 8001)), List.of(groups));
    }

    private static Standing standing(ServiceEntrySpec entry, @Nullable Flaps flaps, Instant now) {
        return new Standing(Map.of("orders", entry), Map.of(),
                Map.of("orders", TraceRecord.NOTHING.withFlaps(flaps)), now);
    }

    private static Flaps fallen(int times, Duration apart) {
        Flaps flaps = null;
        for (int i = 0; i < times; i++) {
            flaps = Damping.after(flaps, true, NOW.plus(apart.multipliedBy(i)));
        }
        return Objects.requireNonNull(flaps);
    }

    @Test
    void theThirdTimeWithinFiveMinutesIsHeldAndTheSecondIsNot() {
        assertThat(fallen(2, Duration.ofMinutes(1)).held()).isFalse();
        assertThat(fallen(3, Duration.ofMinutes(2)).held()).isTrue();
        assertThat(fallen(50, Duration.ofMinutes(30)).held()).as("twice an hour, all day").isFalse();
    }

    /** Threshold to hold and threshold to free are apart: it does not go to and fro at one of them. */
    @Test
    void whatIsHeldIsFreeAfterALongerQuietAndNoLongerThanTwentyMinutes() {
        Flaps held = fallen(3, Duration.ZERO);
        Instant free = Damping.freeAt(held);
        assertThat(free).isBetween(NOW.plus(Duration.ofMinutes(15)), NOW.plus(Duration.ofMinutes(16)));
        assertThat(Damping.after(held, false, NOW.plus(Duration.ofMinutes(5)))).as("below the first threshold")
                .isSameAs(held);
        assertThat(Damping.after(held, false, free)).isNotNull().satisfies(after -> assertThat(after.held()).isFalse());
        assertThat(Damping.freeAt(fallen(100, Duration.ZERO))).isBeforeOrEqualTo(NOW.plus(Duration.ofSeconds(1201)));
    }

    @Test
    void aFewFlapsAreForgotten() {
        Flaps once = fallen(1, Duration.ZERO);
        assertThat(Damping.after(once, false, NOW.plus(Duration.ofMinutes(5)))).isSameAs(once);
        assertThat(Damping.after(once, false, NOW.plus(Duration.ofMinutes(35)))).isNull();
        assertThat(Damping.after(null, false, NOW)).isNull();
    }

    @Test
    void onlyAServiceOrAGroupThatIsGoneCountsAndNotThatItHasFewerInstances() {
        ServiceEntrySpec both = orders(group("blue", 4, 4), group("green", 2, 2));
        Standing standing = standing(both, null, NOW);
        assertThat(Damping.of(standing, "orders", orders(group("blue", 2, 2), group("green", 1, 0)))).isNull();
        assertThat(Damping.of(standing, "orders", orders(group("blue", 4, 4)))).isNotNull();
        assertThat(Damping.of(standing, "orders", null)).isNotNull();
        assertThat(Damping.of(standing, "unknown", null)).isNull();
    }

    @Test
    void whileItIsHeldNothingGoesWhatIsNewComesAndHealthFollowsAtOnce() {
        ServiceEntrySpec inUse = orders(group("blue", 4, 4), group("green", 2, 2));
        Standing standing = standing(inUse, fallen(3, Duration.ZERO), NOW);
        ImportGuard.Verdict verdict = ImportGuard.judge(standing,
                List.of(orders(group("blue", 6, 1), group("red", 1, 1))), Set.of());
        assertThat(verdict.writes()).containsExactly(
                orders(group("blue", 6, 1), group("red", 1, 1), group("green", 2, 0)));
        assertThat(verdict.held()).singleElement()
                .satisfies(held -> assertThat(held.guard()).isEqualTo(ImportGuard.FLAPPING));
        assertThat(ImportGuard.judge(standing, List.of(), Set.of("orders")).removals()).isEmpty();
        Standing later = standing(inUse, fallen(3, Duration.ZERO), NOW.plus(Duration.ofMinutes(20)));
        assertThat(ImportGuard.judge(later, List.of(orders(group("blue", 3, 3), group("green", 2, 2))), Set.of())
                .held()).as("free again").isEmpty();
    }
}
