package io.spillway.control.state;

import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A selector of labels that are common each and rare together costs what it finds. */
class SelectionsTest {

    private static final Map<String, String> RARE = Map.of("zone", "a", "tier", "web");

    private ControlState state = ControlState.empty();

    private void service(String name, Map<String, String> selector) {
        state = state.with(Resource.of(name, new ServiceSpec(List.of(name + ".test"), selector,
                ServiceSpec.DEFAULT_GROUPS, null, ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL)));
    }

    private void workload(String name, Map<String, String> labels) {
        state = state.with(Resource.of(name, new WorkloadEntrySpec("other", "default", "c", "10.0.0.1", 80, 100,
                WorkloadState.UP, labels, null)));
    }

    private void commonOnes() {
        for (int i = 0; i < 500; i++) {
            workload("a-" + i, Map.of("zone", "a", "tier", "db"));
            workload("web-" + i, Map.of("zone", "b", "tier", "web"));
        }
        workload("both", RARE);
    }

    @Test
    void whatIsLookedAtIsWhatIsFoundInBothOrdersOfArrival() {
        service("first", RARE);
        commonOnes();
        service("second", RARE);
        assertThat(state.selected(RARE).size()).isEqualTo(1);
        ControlState other = state;
        state = ControlState.empty();
        commonOnes();
        service("second", RARE);
        service("first", RARE);
        assertThat(state.selected(RARE).size()).isEqualTo(1);
        assertThat(state.workloadsOf("first")).containsExactly("both");
        assertThat(state.sameContent(other)).isTrue();
    }

    @Test
    void nothingIsKeptOfASelectorThatNobodyHasAnyMore() {
        commonOnes();
        ControlState without = state;
        service("first", RARE);
        service("second", RARE);
        service("first", Map.of());
        assertThat(state.workloadsOf("second")).containsExactly("both");
        state = state.without(Kind.SERVICE, "second", 0)
                .without(Kind.SERVICE, "first", 0);
        assertThat(state.selected(RARE).isEmpty()).isTrue();
        assertThat(state.sameContent(without)).isTrue();
    }

    @Test
    void aWorkloadJoinsAndLeavesByItsLabels() {
        service("first", RARE);
        workload("w", Map.of("zone", "a"));
        assertThat(state.workloadsOf("first")).isEmpty();
        workload("w", Map.of("zone", "a", "tier", "web", "x", "y"));
        assertThat(state.workloadsOf("first")).containsExactly("w");
        state = state.without(Kind.WORKLOAD_ENTRY, "w", 0);
        assertThat(state.workloadsOf("first")).isEmpty();
    }
}
