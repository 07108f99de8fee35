package io.spillway.control.spill;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.spillway.control.spill.SpillRules.Facts;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.record.SpillRecord;
import io.spillway.wire.record.SpillRecord.GroupLoad;
import org.junit.jupiter.api.Test;

import static io.spillway.control.spill.Worlds.world;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What is decided from what all gateways ask for and what everybody can carry. */
class SpillRulesTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static Demand asking(double rate) {
        return new Demand(Map.of("orders/default", rate), 2, 2, 0, "");
    }

    private static SpillRecord decide(ControlState state, Demand demand, boolean settled) {
        ServiceSpec spec = requireNonNull(state.service("orders"));
        return SpillRules.decide(new Facts("idc-a", "control-1", state, demand, settled, NOON), "orders", spec);
    }

    private static GroupLoad load(ControlState state, double rate) {
        return requireNonNull(decide(state, asking(rate), true).groups().get("default"));
    }

    private static ControlState after(ControlState state, double rate) {
        return state.withSpill("orders", decide(state, asking(rate), true));
    }

    @Test
    void theTargetIsSentWhatItsHealthyCarryLessWhatItsOwnUsersAsk() {
        assertThat(load(world(WorkloadState.DOWN, 1500), 1200))
                .isEqualTo(new GroupLoad(1200, new TreeMap<>(Map.of("idc-b", 500L))));
        assertThat(load(world(WorkloadState.DOWN, 2500), 1200).targets()).containsEntry("idc-b", 0L);
    }

    @Test
    void whoOnlyHalfLivesIsSentHalf() {
        ControlState half = world(WorkloadState.UP, 300)
                .with(Worlds.imported("idc-b", new GroupCapacity("default", 2, 1, 200, 100, 2000, 300)));
        assertThat(load(half, 1200).targets()).containsEntry("idc-b", 700L);
    }

    @Test
    void whereTwoMaySendEachHasHalf() {
        ControlState three = world(WorkloadState.DOWN, 1000)
                .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b", "idc-c"), 1)))
                .with(Worlds.imported("idc-c", new GroupCapacity("default", 2, 2, 200, 200)));
        assertThat(load(three, 1200).targets()).as("idc-c does not say what it carries")
                .isEqualTo(Map.of("idc-b", 500L));
    }

    @Test
    void whatAnOperatorSendsThereIsNotFreeAnyMore() {
        Demand shifted = new Demand(Map.of("orders/default", 100.0, "orders/default!idc-b", 300.0), 2, 2, 0, "");
        assertThat(requireNonNull(decide(world(WorkloadState.UP, 1500), shifted, true).groups().get("default"))
                .targets()).containsEntry("idc-b", 200L);
    }

    @Test
    void figuresThatTrembleMoveNothing() {
        ControlState state = after(world(WorkloadState.UP, 1500), 1000);
        SpillRecord stood = requireNonNull(state.spill("orders"));
        for (double rate : new double[]{999, 950, 930, 990, 1000}) {
            assertThat(decide(state, asking(rate), true)).as("%s/s", rate).isSameAs(stood);
        }
        assertThat(load(state, 1001).demand()).as("more at once").isEqualTo(1100);
        assertThat(load(state, 780).demand()).as("less by two steps").isEqualTo(800);
    }

    @Test
    void rightAfterGatewaysWereLostDemandDoesNotFall() {
        ControlState state = after(world(WorkloadState.UP, 1500), 1000);
        assertThat(decide(state, asking(500), false)).isSameAs(state.spill("orders"));
        assertThat(requireNonNull(decide(state, asking(1500), false).groups().get("default")).demand())
                .isEqualTo(1500);
    }

    /** Whatever comes in whatever order: nobody is ever told more than a target has, nor less than is asked for. */
    @Test
    void whatIsKeptIsSafe() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ControlState state = world(WorkloadState.UP, 0);
            for (int i = 0; i < 50; i++) {
                int there = random.nextInt(2500);
                double asked = random.nextDouble(3000);
                SpillRecord stood = state.spill("orders");
                state = world(WorkloadState.UP, there).withSpill("orders", stood);
                state = after(state, asked);
                GroupLoad load = requireNonNull(
                        requireNonNull(state.spill("orders")).groups().get("default"));
                assertThat(load.demand()).as("seed %d", seed).isGreaterThanOrEqualTo((long) asked);
                assertThat(load.targets().get("idc-b")).as("seed %d", seed)
                        .isLessThanOrEqualTo(Math.max(0, 2000 - there));
            }
        }
    }

    @Test
    void whatIsShownFollowsFromWhatStands() {
        ControlState state = after(world(WorkloadState.DOWN, 1500), 1200);
        assertThat(SpillViews.of("idc-a", state, "")).singleElement().satisfies(view -> {
            assertThat(view.byLoad()).isTrue();
            assertThat(view.spills()).isTrue();
            assertThat(view.demand()).isEqualTo(1200);
            assertThat(view.capacity()).isEqualTo(1000);
            assertThat(view.declared()).isEqualTo(2000);
            assertThat(view.targets()).singleElement().satisfies(target -> {
                assertThat(target.capacity()).isEqualTo(500);
                assertThat(target.part()).isEqualTo(200.0 / 1200);
            });
            assertThat(view.reason())
                    .isEqualTo("1200/s wanted in this IDC, 1000/s can be carried here: 16.7 % go elsewhere");
        });
        assertThat(SpillViews.of("idc-a", world(WorkloadState.UP, 0), "0 of 2 gateways report load")).singleElement()
                .satisfies(view -> assertThat(view.reason()).isEqualTo(
                        "load is not known (0 of 2 gateways report load): as many as are healthy decide"));
        for (ServiceSpec other : List.of(Worlds.orders(SpillKind.ENVOY, 10), Worlds.orders(SpillKind.CAPACITY, 0))) {
            assertThat(SpillViews.of("idc-a", state.with(Resource.of("orders", other)), "")).isEmpty();
        }
    }
}
