package io.spillway.it.exchange;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five IDCs of which each hears the other four: nothing is passed on, nothing goes in circles, and one that dies is missed by
 * all and hurts nobody. Each has the service {@code orders} and one that only it has.
 */
@Tag("real")
class FiveIdcsTest {

    private static final List<String> IDCS = List.of("idc-a", "idc-b", "idc-c", "idc-d", "idc-e");
    /** After so long everything was told again, and what goes in circles has come round. */
    private static final Duration A_WHILE = Side.LEASE.multipliedBy(3).dividedBy(2);
    private static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");

    @TempDir
    Path folder;
    private final Map<String, Side> sides = new TreeMap<>();
    private final Map<String, Writes> writes = new TreeMap<>();

    @BeforeEach
    void start() throws Exception {
        for (String idc : IDCS) {
            Side side = new Side(idc, others(idc), folder);
            sides.put(idc, side);
            applied(side, world(idc));
            writes.put(idc, Writes.of(side.registry));
        }
        for (Side side : sides.values()) {
            side.hears(sides.values().stream().filter(other -> other != side).toList());
        }
        for (Side side : sides.values()) {
            await().untilAsserted(() -> assertThat(side.imports().keySet()).isEqualTo(declaredToThe(side.idc)));
        }
    }

    @AfterEach
    void stop() {
        writes.values().forEach(Writes::close);
        sides.values().forEach(Side::hearsNothing);
        sides.values().forEach(Side::close);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10));
    }

    private static Set<String> others(String idc) {
        return IDCS.stream().filter(other -> !other.equals(idc)).collect(Collectors.toSet());
    }

    /** Exactly what the other four have themselves. */
    private static Set<String> declaredToThe(String idc) {
        Set<String> declared = new TreeSet<>();
        others(idc).forEach(other -> declared.addAll(List.of(other + "/orders", other + "/only-" + other)));
        return declared;
    }

    private static List<Resource> world(String idc) {
        List<Resource> world = new ArrayList<>();
        IDCS.forEach(each -> world.add(Resource.of(each,
                new IdcSpec("region-1", null, List.of(), List.of("127.0.0.1:7" + each.codePointAt(4)), 0))));
        world.add(Resource.of("primary", new ClusterSpec(idc, ClusterRole.PRIMARY)));
        world.add(Resource.of("core", new DrGroupSpec(IDCS, 1)));
        for (String service : List.of("orders", "only-" + idc)) {
            world.add(Resource.of(service, ServiceSpec.of(List.of(service + ".test"), "core")));
            world.add(workload(service, 1));
            world.add(workload(service, 2));
        }
        return world;
    }

    private static Resource workload(String service, int number) {
        return Resource.of(service + "-" + number, new WorkloadEntrySpec(service, "default", "primary", "127.0.0.1",
                8000 + number, 100, WorkloadState.UP, Map.of(), null));
    }

    private static void applied(Side side, List<Resource> resources) {
        assertThat(side.node.service().apply(new ApplyRequest(resources, false, null, "test")))
                .isInstanceOf(WriteResult.Applied.class);
    }

    private Side side(String idc) {
        return Objects.requireNonNull(sides.get(idc), idc);
    }

    private Writes writes(String idc) {
        return Objects.requireNonNull(writes.get(idc), idc);
    }

    /** Waits until what is under way has arrived, and then sees that nothing moves any more. */
    private void isStillFor(Duration time) {
        Map<String, Map<String, Long>> before = new TreeMap<>();
        await().during(time).atMost(time.multipliedBy(3)).until(() -> {
            Map<String, Map<String, Long>> now = new TreeMap<>();
            sides.forEach((idc, side) -> now.put(idc, side.imports()));
            boolean same = now.equals(before);
            before.putAll(now);
            return same;
        });
    }

    private void nobodyRefusedOrHeldAnything() {
        sides.forEach((idc, side) -> {
            assertThat(side.refused).as("set aside in " + idc).isEmpty();
            assertThat(side.held).as("held in " + idc).isEmpty();
        });
    }

    /** Of each import, of whomever, there is one write; then a change and a shift are written once everywhere else. */
    @Test
    void eachKnowsWhatTheOthersHaveThemselvesAndHearsOfAChangeOnce() {
        isStillFor(A_WHILE);
        nobodyRefusedOrHeldAnything();
        writes.forEach((idc, seen) -> assertThat(seen.imports()).as("writes in " + idc)
                .isEqualTo(declaredToThe(idc).stream().collect(Collectors.toMap(name -> name, _ -> 1))));

        writes.values().forEach(Writes::forget);
        applied(side("idc-a"), List.of(workload("orders", 3)));
        applied(side("idc-b"), List.of(Resource.of(CORE.resourceName(),
                new TrafficShiftSpec(CORE, Map.of("idc-b", 60, "idc-c", 40), Set.of(), "test", null, OnExpiry.ALARM,
                        false, null, null))));
        for (String idc : IDCS) {
            await().until(() -> idc.equals("idc-a") || writes(idc).imports().containsKey("idc-a/orders"));
            await().until(() -> writes(idc).shifts().containsKey("drgroup/core"));
        }
        isStillFor(A_WHILE);
        writes.forEach((idc, seen) -> {
            assertThat(seen.imports()).as("writes in " + idc)
                    .isEqualTo(idc.equals("idc-a") ? Map.of() : Map.of("idc-a/orders", 1));
            assertThat(seen.shifts()).as("writes in " + idc).isEqualTo(Map.of("drgroup/core", 1));
        });
        nobodyRefusedOrHeldAnything();
    }

    /** What the dead one declared stays as it was; the other four know that it is silent, and hear each other as before. */
    @Test
    void oneDiesAndTheOtherFourAreNotTouched() {
        isStillFor(A_WHILE);
        Side dead = side("idc-e");
        sides.remove("idc-e");
        try (Writes _ = writes("idc-e"); dead) {
            writes.remove("idc-e");
            writes.values().forEach(Writes::forget);
            dead.hearsNothing();
            dead.node.close();
            for (Side side : sides.values()) {
                await().untilAsserted(() -> assertThat(states(side)).isEqualTo(expected(side.idc)));
            }
            applied(side("idc-c"), List.of(workload("orders", 3)));
            for (String idc : sides.keySet()) {
                await().until(() -> idc.equals("idc-c") || writes(idc).imports().containsKey("idc-c/orders"));
            }
            isStillFor(A_WHILE);
            sides.forEach((idc, side) -> {
                assertThat(states(side)).isEqualTo(expected(idc));
                assertThat(side.imports().keySet()).as("known in " + idc).isEqualTo(declaredToThe(idc));
                assertThat(writes(idc).imports()).as("writes in " + idc)
                        .isEqualTo(idc.equals("idc-c") ? Map.of() : Map.of("idc-c/orders", 1));
            });
            nobodyRefusedOrHeldAnything();
        }
    }

    private static Map<String, PeerState> expected(String idc) {
        return others(idc).stream().collect(Collectors.toMap(other -> other,
                other -> other.equals("idc-e") ? PeerState.STALE : PeerState.CONNECTED));
    }

    private static Map<String, PeerState> states(Side side) {
        return side.node.service().status().peers().stream()
                .collect(Collectors.toMap(PeerView::idc, PeerView::state));
    }
}
