package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.TraceRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImportGuardTest {

    private static ServiceEntrySpec entry(String service, int declared, int healthy) {
        return new ServiceEntrySpec("idc-b", service, new OriginVersion(1, 1),
                List.of(new GatewayAddress("gw", "127.0.0.1", 8001)),
                List.of(new GroupCapacity("default", declared, healthy, declared * 100, healthy * 100)));
    }

    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    private static Standing standing(ServiceEntrySpec... entries) {
        Map<String, ServiceEntrySpec> imports = new HashMap<>();
        for (ServiceEntrySpec entry : entries) {
            imports.put(entry.service(), entry);
        }
        return new Standing(imports, NOW);
    }

    @Test
    void healthMayFallToNothingAtOnce() {
        ImportGuard.Verdict verdict = ImportGuard.judge(standing(entry("orders", 10, 10)),
                List.of(entry("orders", 10, 0)), Set.of());
        assertThat(verdict.held()).isEmpty();
        assertThat(verdict.writes()).containsExactly(entry("orders", 10, 0));
    }

    @Test
    void halfOfTheInstancesMayGoButNotMore() {
        Standing current = standing(entry("orders", 10, 10));
        assertThat(ImportGuard.judge(current, List.of(entry("orders", 5, 5)), Set.of()).held()).isEmpty();
        assertThat(ImportGuard.judge(current, List.of(entry("orders", 4, 4)), Set.of()).held()).singleElement()
                .satisfies(held -> {
                    assertThat(held.guard()).isEqualTo("removes_majority_of_endpoints");
                    assertThat(held.detail()).isEqualTo("declared instances 10 -> 4");
                });
    }

    @Test
    void ofAHeldUpdateTheHealthAppliesAndTheMembershipStays() {
        ImportGuard.Verdict verdict = ImportGuard.judge(standing(entry("orders", 10, 10)),
                List.of(entry("orders", 0, 0)), Set.of());
        assertThat(verdict.held()).singleElement()
                .satisfies(held -> assertThat(held.guard()).isEqualTo("empties_service"));
        assertThat(verdict.writes()).singleElement().satisfies(written -> assertThat(written.groups())
                .containsExactly(new GroupCapacity("default", 10, 0, 1000, 0)));
    }

    @Test
    void aServiceWithoutInstancesMayGoOneWithInstancesMayNot() {
        Standing current = standing(entry("empty", 0, 0), entry("full", 2, 0), entry("other", 1, 1));
        assertThat(ImportGuard.judge(current, List.of(), Set.of("empty")).removals()).containsExactly("empty");
        assertThat(ImportGuard.judge(current, List.of(), Set.of("full")).held()).singleElement()
                .satisfies(held -> assertThat(held.service()).isEqualTo("full"));
    }

    @Test
    void moreThanHalfOfTheServicesAtOnceIsOneHold() {
        Standing current = standing(entry("a", 0, 0), entry("b", 0, 0), entry("c", 0, 0));
        ImportGuard.Verdict verdict = ImportGuard.judge(current, List.of(), Set.of("a", "b"));
        assertThat(verdict.removals()).isEmpty();
        assertThat(verdict.held()).singleElement().satisfies(held -> {
            assertThat(held.guard()).isEqualTo("removes_majority_of_services");
            assertThat(held.removals()).containsExactlyInAnyOrder("a", "b");
        });
    }

    /** What a fault does that takes instances one by one: each step alone is small. */
    @Test
    void manySmallStepsAreHeldAsOneLargeOne() {
        Falling service = new Falling(10);
        assertThat(service.says(8, Duration.ZERO)).isNull();
        assertThat(service.says(6, Duration.ofMinutes(10))).isNull();
        assertThat(service.says(5, Duration.ofMinutes(10))).isNull();
        assertThat(service.says(4, Duration.ofMinutes(10)))
                .isEqualTo("declared instances 5 -> 4, 10 within the last hour");
        assertThat(service.says(3, Duration.ofMinutes(10)))
                .isEqualTo("declared instances 5 -> 3, 10 within the last hour");
        assertThat(service.inUse.groups().getFirst().declared()).isEqualTo(5);
    }

    @Test
    void aSlowFallIsNoFaultAndWhatGrowsIsNeverHeld() {
        Falling service = new Falling(10);
        assertThat(service.says(5, Duration.ZERO)).isNull();
        assertThat(service.says(3, Duration.ofMinutes(61))).isNull();
        assertThat(service.says(9, Duration.ofMinutes(1))).isNull();
        assertThat(service.says(5, Duration.ofMinutes(1))).isNull();
        assertThat(service.says(6, Duration.ofMinutes(1))).isNull();
    }

    @Test
    void aServiceThatFallsForDaysIsRememberedInAFewPeaks() {
        Falling service = new Falling(100_000);
        for (int i = 1; i < 1000; i++) {
            assertThat(service.says(100_000 - i, Duration.ofSeconds(1))).isNull();
            assertThat(service.trace.peaks()).hasSizeLessThanOrEqualTo(Memory.PEAKS);
        }
        assertThat(Memory.baseline(service.inUse, service.trace, service.now)).isEqualTo(100_000);
        assertThat(service.says(99_000, Duration.ofHours(2))).isNull();
        assertThat(service.trace.peaks()).as("one of this moment").hasSize(1);
    }

    /** A service as its imports follow what its origin says. */
    private static final class Falling {

        private ServiceEntrySpec inUse;
        private TraceRecord trace = TraceRecord.NOTHING;
        private Instant now = NOW;

        Falling(int declared) {
            inUse = entry("orders", declared, declared);
        }

        /** Returns why it was held; null when it was not. */
        @org.jspecify.annotations.Nullable
        String says(int declared, Duration later) {
            now = now.plus(later);
            Standing standing = new Standing(Map.of("orders", inUse), Map.of(), Map.of("orders", trace), now);
            ImportGuard.Verdict verdict = ImportGuard.judge(standing, List.of(entry("orders", declared, declared)),
                    Set.of());
            ServiceEntrySpec written = verdict.writes().getFirst();
            trace = Memory.replaced(trace, inUse, written, now);
            inUse = written;
            return verdict.held().isEmpty() ? null : verdict.held().getFirst().detail();
        }
    }

    @Test
    void aGroupThatIsEmptiedIsHeldThoughTheServiceKeepsMost() {
        List<GatewayAddress> gateways = entry("orders", 1, 1).gateways();
        ServiceEntrySpec before = new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 1), gateways,
                List.of(new GroupCapacity("blue", 9, 9, 900, 900), new GroupCapacity("green", 1, 1, 100, 100)));
        ServiceEntrySpec after = new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 2), gateways,
                List.of(new GroupCapacity("blue", 10, 10, 1000, 1000), new GroupCapacity("green", 0, 0, 0, 0)));
        ImportGuard.Verdict verdict = ImportGuard.judge(standing(before), List.of(after), Set.of());
        assertThat(verdict.held()).singleElement().satisfies(held -> {
            assertThat(held.guard()).isEqualTo("empties_group");
            assertThat(held.detail()).isEqualTo("declared instances of group green 1 -> 0");
        });
        assertThat(verdict.writes()).singleElement()
                .satisfies(written -> assertThat(written.groups()).as("nobody is healthy who is not declared")
                        .containsExactly(new GroupCapacity("blue", 9, 9, 900, 900),
                                new GroupCapacity("green", 1, 0, 100, 0)));
    }

    /** One service each minute is as bad as all at once. */
    @Test
    void servicesThatGoOneByOneAreHeldWhenMostAreGone() {
        Standing first = standing(entry("a", 0, 0), entry("b", 0, 0), entry("c", 0, 0), entry("d", 0, 0));
        assertThat(ImportGuard.judge(first, List.of(), Set.of("a", "b")).removals()).hasSize(2);
        Map<String, TraceRecord> went = Map.of("a", Memory.removed(new OriginVersion(1, 1), false, NOW), "b",
                Memory.removed(new OriginVersion(1, 1), false, NOW));
        Map<String, ServiceEntrySpec> left = Map.of("c", entry("c", 0, 0), "d", entry("d", 0, 0));
        assertThat(ImportGuard.judge(new Standing(left, Map.of(), went, NOW.plusSeconds(60)), List.of(), Set.of("c"))
                .held()).singleElement().satisfies(held -> assertThat(held.detail())
                        .isEqualTo("removes 1 of 2 services, and 2 went within the last hour"));
        assertThat(ImportGuard.judge(new Standing(left, Map.of(), went, NOW.plus(Duration.ofMinutes(61))), List.of(),
                Set.of("c")).removals()).containsExactly("c");
    }
}
