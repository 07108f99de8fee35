package io.spillway.control.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.Touched;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.record.HealthRecord;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** How many healthy instances other IDCs are told of: in steps, never too many, and without going to and fro. */
class ExportsTest {

    private static final int DECLARED = 100;
    private static final int STEP = 5;
    private static final int MARGIN = 2;
    private static final HealthRecord SICK = new HealthRecord(HealthRecord.State.UNHEALTHY, "", Instant.EPOCH,
            "control-1");

    /** Returns what is told one after the other. */
    private static List<Integer> told(int... healthy) {
        List<Integer> told = new ArrayList<>();
        int last = Integer.MAX_VALUE;
        for (int now : healthy) {
            last = Exports.damped(now, DECLARED, last, MARGIN);
            told.add(last);
        }
        return told;
    }

    @Test
    void oneInstanceAtABoundaryChangesNothingFromTheSecondTimeOn() {
        assertThat(told(50, 49, 50, 49, 51, 49, 50)).containsExactly(50, 45, 45, 45, 45, 45, 45);
        assertThat(told(49, 50, 49, 50)).containsExactly(45, 45, 45, 45);
    }

    @Test
    void aFallIsToldAtOnceAndARiseFromHalfAStepOn() {
        assertThat(told(90, 70, 52, 20)).containsExactly(90, 70, 50, 20);
        assertThat(told(45, 51, 52, 60, 62)).containsExactly(45, 45, 50, 55, 60);
    }

    @Test
    void allAreToldAtOnceAndOneIsNotNone() {
        assertThat(told(0, 1, 0, 1)).containsExactly(0, 1, 0, 1);
        assertThat(told(100, 99, 100, 98, 97, 99, 100)).containsExactly(100, 100, 100, 100, 95, 95, 100);
    }

    @Test
    void aFewAreToldAsTheyAre() {
        assertThat(Exports.damped(10, 20, 9, 0)).isEqualTo(10);
        assertThat(Exports.damped(11, 20, 12, 0)).isEqualTo(11);
    }

    /** Half of forty are sick, and one more falls ill and recovers again and again. */
    @Test
    void whatIsDeclaredDoesNotFollowOneInstanceToAndFro() {
        ControlState state = ControlState.empty().with(Resource.of("core", new DrGroupSpec(List.of("idc-a"), 1)))
                .with(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), "core")));
        for (int i = 0; i < 40; i++) {
            state = state.with(Resource.of("w-" + i, new WorkloadEntrySpec("orders", "default", "c1", "10.0.0.1",
                    80 + i, 100, WorkloadState.UP, Map.of(), null)));
            state = i < 20 ? state.withHealth("w-" + i, SICK) : state;
        }
        CatalogBuilder builder = new CatalogBuilder("idc-a", () -> 1);
        Touched touched = new Touched();
        touched.endpoints().add("orders");
        Catalog catalog = builder.build(state);
        List<String> versions = new ArrayList<>();
        for (int time = 0; time < 6; time++) {
            state = time % 2 == 0 ? state.withHealth("w-20", SICK) : state.withHealth("w-20", null);
            catalog = builder.update(catalog, state, touched).catalog();
            versions.add(requireNonNull(catalog.get(ResourceType.SERVICE_ENTRY, "orders")).version());
        }
        assertThat(versions).as("the first fall is told").containsOnly(versions.getFirst());
    }

    @Test
    void neverMoreThanThereAreButForAlmostAllAndNeverTwoStepsLess() {
        Random random = new Random(11);
        int healthy = 50;
        int last = Integer.MAX_VALUE;
        for (int i = 0; i < 10_000; i++) {
            healthy = Math.clamp(healthy + random.nextInt(7) - 3, 0, DECLARED);
            last = Exports.damped(healthy, DECLARED, last, MARGIN);
            int most = healthy >= DECLARED - MARGIN ? DECLARED : healthy;
            assertThat(last).isBetween(Math.max(healthy > 0 ? 1 : 0, healthy - 2 * STEP), most);
        }
    }
}
