package io.spillway.control.imports;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.ServiceEntrySpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImportGuardTest {

    private static ServiceEntrySpec entry(String service, int declared, int healthy) {
        return new ServiceEntrySpec("idc-b", service, new OriginVersion(1, 1),
                List.of(new GatewayAddress("gw", "127.0.0.1", 8001)),
                List.of(new GroupCapacity("default", declared, healthy, declared * 100, healthy * 100)));
    }

    @Test
    void healthMayFallToNothingAtOnce() {
        ImportGuard.Verdict verdict = ImportGuard.judge(Map.of("orders", entry("orders", 10, 10)),
                List.of(entry("orders", 10, 0)), Set.of());
        assertThat(verdict.held()).isEmpty();
        assertThat(verdict.writes()).containsExactly(entry("orders", 10, 0));
    }

    @Test
    void halfOfTheInstancesMayGoButNotMore() {
        Map<String, ServiceEntrySpec> current = Map.of("orders", entry("orders", 10, 10));
        assertThat(ImportGuard.judge(current, List.of(entry("orders", 5, 5)), Set.of()).held()).isEmpty();
        assertThat(ImportGuard.judge(current, List.of(entry("orders", 4, 4)), Set.of()).held()).singleElement()
                .satisfies(held -> {
                    assertThat(held.guard()).isEqualTo("removes_majority_of_endpoints");
                    assertThat(held.detail()).isEqualTo("declared instances 10 -> 4");
                });
    }

    @Test
    void ofAHeldUpdateTheHealthAppliesAndTheMembershipStays() {
        ImportGuard.Verdict verdict = ImportGuard.judge(Map.of("orders", entry("orders", 10, 10)),
                List.of(entry("orders", 0, 0)), Set.of());
        assertThat(verdict.held()).singleElement()
                .satisfies(held -> assertThat(held.guard()).isEqualTo("empties_service"));
        assertThat(verdict.writes()).singleElement().satisfies(written -> assertThat(written.groups())
                .containsExactly(new GroupCapacity("default", 10, 0, 1000, 0)));
    }

    @Test
    void aServiceWithoutInstancesMayGoOneWithInstancesMayNot() {
        Map<String, ServiceEntrySpec> current = Map.of("empty", entry("empty", 0, 0), "full", entry("full", 2, 0),
                "other", entry("other", 1, 1));
        assertThat(ImportGuard.judge(current, List.of(), Set.of("empty")).removals()).containsExactly("empty");
        assertThat(ImportGuard.judge(current, List.of(), Set.of("full")).held()).singleElement()
                .satisfies(held -> assertThat(held.service()).isEqualTo("full"));
    }

    @Test
    void moreThanHalfOfTheServicesAtOnceIsOneHold() {
        Map<String, ServiceEntrySpec> current = Map.of("a", entry("a", 0, 0), "b", entry("b", 0, 0), "c",
                entry("c", 0, 0));
        ImportGuard.Verdict verdict = ImportGuard.judge(current, List.of(), Set.of("a", "b"));
        assertThat(verdict.removals()).isEmpty();
        assertThat(verdict.held()).singleElement().satisfies(held -> {
            assertThat(held.guard()).isEqualTo("removes_majority_of_services");
            assertThat(held.removals()).containsExactlyInAnyOrder("a", "b");
        });
    }
}
