package io.spillway.it.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.spillway.control.service.Finding;
import io.spillway.control.service.StatusReport.HeldView;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.RegistryKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another IDC says that most instances of a service are gone. That is held, with an alarm, until it says so again when it is asked:
 * over a real registry-sync, with real control nodes at both ends.
 */
@Tag("real")
class HoldEndsTest extends CountedIdcs {

    private static final int ALL = 10;
    private static final int LEFT = 3;
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration CONFIRM_AFTER = Duration.ofSeconds(1);

    @BeforeEach
    void start() {
        applied(List.of(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), "core"))));
        says(0, ALL, WorkloadState.UP, 100);
        hears(LEASE, CONFIRM_AFTER);
        await().until(() -> declared() == ALL);
    }

    private void says(int from, int to, WorkloadState state, int weight) {
        applied(IntStream.range(from, to).mapToObj(i -> workload("orders", i, state, weight)).toList());
    }

    private int declared() {
        return a.node.service().get(Kind.SERVICE_ENTRY, "orders.idc-b")
                .map(found -> ((ServiceEntrySpec) found.spec()).groups().stream().mapToInt(GroupCapacity::declared)
                        .sum())
                .orElse(0);
    }

    private List<HeldView> held() {
        return a.node.service().status().peers().stream().flatMap(peer -> peer.held().stream()).toList();
    }

    private void isHeld() {
        assertThat(held()).singleElement().satisfies(hold -> {
            assertThat(hold.service()).isEqualTo("orders");
            assertThat(hold.guard()).isEqualTo("removes_majority_of_endpoints");
        });
        assertThat(declared()).isEqualTo(ALL);
    }

    @Test
    void itIsHeldAndAlarmedWhileTheOriginCannotBeAskedAndAppliedWhenItSaysTheSameAgain() {
        Instant begin = Instant.now();
        says(LEFT, ALL, WorkloadState.DRAINING, 100);
        await().untilAsserted(this::isHeld);
        await().untilAsserted(() -> assertThat(a.held).as("what is counted and alerted").containsExactly(
                "idc-b orders: removes_majority_of_endpoints"));
        assertThat(a.node.service().check().findings()).extracting(Finding::rule).contains("update-held");

        line.cut();
        await().until(() -> !a.hearsAll());
        await().until(() -> Instant.now().isAfter(begin.plus(CONFIRM_AFTER)));
        long told = a.node.service().status().sync().term();
        report.cut();
        report.mend();
        await().until(() -> a.node.service().status().sync().term() > told);
        await().during(Duration.ofMillis(500)).untilAsserted(this::isHeld);

        line.mend();
        await().until(a::hearsAll);
        says(0, 1, WorkloadState.UP, 90); // what is said anew of its health is told, and then it is asked
        await().untilAsserted(() -> assertThat(declared()).isEqualTo(LEFT));
        assertThat(held()).isEmpty();
        assertThat(a.registry.range(RegistryKeys.HELD).entries()).isEmpty();
        assertThat(a.held).as("one alarm").hasSize(1);
    }
}
