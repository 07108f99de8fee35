package io.spillway.control.node;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateView;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.validation.ResourceSet;
import io.spillway.model.validation.ResourceView;
import io.spillway.model.validation.WriteValidation;
import io.spillway.model.validation.WriteVerdict;
import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A shift of a DrGroup is judged by those who serve it, in an IDC where thousands of others serve something else. */
class StateViewTest {

    private static final List<Map<String, String>> LABELS = List.of(Map.of(), Map.of("app", "a"),
            Map.of("app", "a", "tier", "web"), Map.of("tier", "web"), Map.of("app", "b", "tier", "web"));

    private ControlState state = ControlState.empty().with(TestNode.idc("idc-a", "127.0.0.1:1"))
            .with(TestNode.idc("idc-b", "127.0.0.1:2"))
            .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)));

    private static Resource service(String name, Map<String, String> selector, @Nullable String drGroup) {
        return Resource.of(name, new ServiceSpec(List.of(name + ".test"), selector, ServiceSpec.DEFAULT_GROUPS, drGroup,
                ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL));
    }

    private static Resource workload(String name, String service, Map<String, String> labels) {
        return Resource.of(name, new WorkloadEntrySpec(service, "default", "primary-a", "10.0.0.1", 80, 100,
                WorkloadState.UP, labels, null));
    }

    @Test
    void aShiftLooksAtTheWorkloadsOfItsServicesAlone() {
        for (int i = 0; i < 2_000; i++) {
            state = state.with(workload("other-" + i, "other", Map.of("tier", "web")));
        }
        for (int i = 0; i < 5; i++) {
            state = state.with(service("s-" + i, Map.of("app", "a-" + i), "core"))
                    .with(workload("named-" + i, "s-" + i, Map.of()))
                    .with(workload("selected-" + i, "other", Map.of("app", "a-" + i)));
        }
        StateView view = new StateView(state);
        Resource shift = TestNode.shift("core", 100, 0);
        assertThat(new WriteValidation(view, "idc-a").write(List.of(shift))).isEqualTo(WriteVerdict.ACCEPTED);
        assertThat(view.lookedThrough()).isEmpty();
    }

    @Test
    void aShiftToWhereEverybodyFailsTheChecksIsRefused() {
        state = state.with(service("orders", Map.of(), "core")).with(workload("orders-1", "orders", Map.of()))
                .with(workload("orders-2", "orders", Map.of()))
                .with(Resource.of("orders.idc-b", new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 1),
                        List.of(), List.of(new GroupCapacity("default", 2, 2, 200, 200)))))
                .withHealth("orders-1", unhealthy());
        Resource toA = TestNode.shift("core", 100, 0);
        assertThat(new WriteValidation(new StateView(state), "idc-a").write(List.of(toA)))
                .isEqualTo(WriteVerdict.ACCEPTED);
        state = state.withHealth("orders-2", unhealthy());
        assertThat(new WriteValidation(new StateView(state), "idc-a").write(List.of(toA)))
                .isInstanceOfSatisfying(WriteVerdict.Guarded.class,
                        guarded -> assertThat(guarded.guard()).isEqualTo("no_active_idc"));
    }

    private static HealthRecord unhealthy() {
        return new HealthRecord(HealthRecord.State.UNHEALTHY, "refused", Instant.EPOCH, "control-1");
    }

    /** Also of a Service that is only about to be written, by a selector that nobody has yet. */
    @Test
    void whatTheIndexesLeadToIsWhatALookAtEveryPairFinds() {
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            state = state.with(workload("w-" + i, "s-" + random.nextInt(6), LABELS.get(random.nextInt(5))));
        }
        for (int i = 0; i < 4; i++) {
            state = state.with(service("s-" + i, LABELS.get(random.nextInt(5)), random.nextBoolean() ? "core" : null));
        }
        ResourceView plain = ResourceSet.of(List.of(Kind.WORKLOAD_ENTRY, Kind.SERVICE, Kind.SERVICE_ENTRY).stream()
                .flatMap(kind -> state.sorted(kind).stream()).toList());
        StateView view = new StateView(state);
        assertThat(view.servicesOf("core")).containsExactlyInAnyOrderElementsOf(plain.servicesOf("core"));
        for (int i = 0; i < 6; i++) {
            for (Map<String, String> selector : LABELS) {
                Resource service = service("s-" + i, selector, null);
                assertThat(view.workloadsOf(service)).as("%s by %s", service.name(), selector)
                        .containsExactlyInAnyOrderElementsOf(plain.workloadsOf(service));
            }
        }
    }
}
