package io.spillway.control.state;

import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A selector takes instances of others, and whoever writes it is told whose. */
class TakenTest {

    private ControlState state = ControlState.empty();

    private void store(Resource resource) {
        state = state.with(resource);
    }

    private static Resource service(String name, Map<String, String> selector) {
        return Resource.of(name, new ServiceSpec(List.of(name + ".example"), selector,
                ServiceSpec.DEFAULT_GROUPS, null, ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL));
    }

    private static Resource workload(String name, String service, Map<String, String> labels) {
        return Resource.of(name, new WorkloadEntrySpec(service, "default", "a-primary", "10.0.0.1", 8080, 100,
                WorkloadState.UP, labels, null));
    }

    @Test
    void aSelectorThatFindsTheInstancesOfAnotherServiceNamesIt() {
        store(service("cash", Map.of()));
        store(service("orders", Map.of()));
        store(workload("cash-1", "cash", Map.of("tier", "back", "app", "cash")));
        store(workload("orders-1", "orders", Map.of("tier", "back")));
        assertThat(Taken.services(state, service("orders", Map.of("tier", "back")))).containsExactly("cash");
        assertThat(Taken.services(state, service("orders", Map.of("tier", "back", "app", "cash"))))
                .containsExactly("cash");
        assertThat(Taken.services(state, service("new", Map.of("tier", "back"))))
                .containsExactlyInAnyOrder("cash", "orders");
        assertThat(Taken.services(state, service("orders", Map.of("tier", "front")))).isEmpty();
    }

    @Test
    void whatASelectorFoundBeforeIsTakenNoMore() {
        store(service("cash", Map.of()));
        store(workload("cash-1", "cash", Map.of("tier", "back")));
        store(service("orders", Map.of("tier", "back")));
        assertThat(Taken.services(state, service("orders", Map.of("tier", "back")))).as("the same selector").isEmpty();
        assertThat(Taken.services(state, service("orders", Map.of()))).as("none").isEmpty();
    }

    @Test
    void anInstanceStillNamesTheServicesThatItJoins() {
        store(service("orders", Map.of("tier", "back")));
        assertThat(Taken.services(state, workload("cash-1", "cash", Map.of("tier", "back"))))
                .containsExactlyInAnyOrder("cash", "orders");
    }
}
