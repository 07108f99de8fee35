package io.spillway.control.switchover.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.jspecify.annotations.Nullable;

/**
 * Planned in idc-a: its DrGroup core (orders, stock) shall go to idc-b, which declares 1000 requests/s, carries 200 and would get
 * 400 more. All is well, unless a test says what is not.
 */
final class Scene {

    static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");
    static final ShiftScope ORDERS = new ShiftScope.ServiceScope("orders");
    static final ShiftScope IDC_A = new ShiftScope.IdcScope("idc-a");
    static final String ID = "night";

    ControlState state = ControlState.empty();
    Instant now = NOW;
    final Map<String, PlanGround.PeerLink> peers = new HashMap<>();
    final Set<String> nodes = new TreeSet<>(Set.of("control-1", "control-2"));
    boolean embedded;
    final List<PlanGround.ClockSeen> clocks = new ArrayList<>();
    final Map<String, Map<String, MeasuredTraffic>> traffic = new HashMap<>();
    final Map<String, PlanGround.Fleet> fleets = new HashMap<>();
    final List<PlanGround.HeldUpdate> held = new ArrayList<>();
    final Map<String, String> holders = new HashMap<>();
    final List<PlanGround.RunningDrill> drills = new ArrayList<>();

    List<ShiftScope> scopes = List.of(CORE);
    List<Integer> steps = List.of(10, 100);
    SwitchMode mode = SwitchMode.GRACEFUL;
    SwitchOrigin origin = SwitchOrigin.MANUAL;
    boolean exclude;
    int targetLoad = 80;

    Scene() {
        for (String idc : List.of("idc-a", "idc-b", "idc-c")) {
            put(idc, new IdcSpec(null, null, List.of(), List.of(), 1000));
        }
        put("primary-a", new ClusterSpec("idc-a", ClusterRole.PRIMARY));
        group("core", 1, "idc-a", "idc-b");
        for (String service : List.of("orders", "stock")) {
            put(service, ServiceSpec.of(List.of(service + ".test"), "core"));
            put(service + "-1", workload(service, WorkloadState.UP));
            imported("idc-b", service, 2, 2, 0);
            measured(service, "idc-a", 200, Map.of("idc-a", 200.0));
            measured(service, "idc-b", 100, Map.of("idc-b", 100.0));
        }
        peers.put("idc-b", new PlanGround.PeerLink(true, Duration.ofMillis(300), true));
        clocks.add(new PlanGround.ClockSeen("idc-b", "gw-b-1", Duration.ofMillis(40)));
        fleets.put("idc-a", new PlanGround.Fleet(100, 100, List.of()));
        fleets.put("idc-b", new PlanGround.Fleet(50, 50, List.of()));
    }

    static WorkloadEntrySpec workload(String service, WorkloadState is) {
        return new WorkloadEntrySpec(service, "default", "primary-a", "10.0.0.1", 8080, 100, is, Map.of(), null);
    }

    Scene put(String name, Spec spec) {
        state = state.with(Resource.of(name, spec).withRevision(state.revision() + 1));
        return this;
    }

    Scene group(String name, int minActive, String... idcs) {
        return put(name, new DrGroupSpec(List.of(idcs), minActive));
    }

    Scene limits(DrGroupLimits limits) {
        return put("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1, limits));
    }

    Scene imported(String idc, String service, int declared, int healthy, int capacity) {
        return put(service + "." + idc, new ServiceEntrySpec(idc, service, new OriginVersion(1, 1), List.of(),
                List.of(new GroupCapacity("default", declared, healthy, declared * 100, healthy * 100, capacity, 0))));
    }

    Scene measured(String service, String idc, double perSecond, Map<String, Double> servedBy) {
        Map<String, MeasuredTraffic> each = new HashMap<>(traffic.getOrDefault(service, Map.of()));
        each.put(idc, new MeasuredTraffic(perSecond, 0, 0, servedBy, List.of()));
        traffic.put(service, each);
        return this;
    }

    Scene shift(ShiftScope scope, Map<String, Integer> weights, String... excluded) {
        return shift(new TrafficShiftSpec(scope, weights, Set.of(excluded), "test", null, OnExpiry.ALARM, false,
                new Generation(3, "idc-a"), "bob"));
    }

    Scene shift(TrafficShiftSpec shift) {
        return put(shift.scope().resourceName(), shift);
    }

    /** Another one has begun. */
    Scene rival(String id, SwitchOrigin by, SwitchOverState at, String... locks) {
        SwitchOverPlan plan = new SwitchOverPlan(List.of(), List.of("idc-a", "idc-b"), List.of(locks), List.of(),
                Map.of(), Double.NaN, "", "", NOW, 0);
        SwitchOverStatus status = SwitchOverStatus.drafted("idc-a", by, "bob", NOW).change().plan(plan).to(at)
                .made(NOW, "start", "idc-a/control-1", "");
        for (String lock : locks) {
            holders.put(lock, id);
        }
        SwitchOverSpec asked = asked();
        List<ShiftScope> theirs = Arrays.stream(locks).map(ShiftScope::ofPath).map(Objects::requireNonNull).toList();
        return put(id, new SwitchOverSpec(theirs, asked.from(), asked.to(), asked.steps(), asked.soak(), asked.gates(),
                asked.mode(), asked.fence(), false, asked.expires(), asked.onExpiry(), asked.reason(), status));
    }

    SwitchOverSpec asked() {
        Gates gates = new Gates(0.5, 1.5, targetLoad, 0, Gates.DEFAULT.onFailure());
        return new SwitchOverSpec(scopes, "idc-a", "idc-b", steps, Duration.ofMinutes(1), gates, mode,
                SwitchOverSpec.NO_FENCE, exclude, SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "cooling of idc-a", null);
    }

    PlanGround ground() {
        return new PlanGround(state, "idc-a", now, peers, nodes, embedded, clocks, traffic, fleets, held, holders,
                drills);
    }

    Planner.Planned planned() {
        return Planner.plan(ID, asked(), origin, ground());
    }

    SwitchOverPlan plan() {
        SwitchOverPlan plan = planned().plan();
        if (plan == null) {
            throw new AssertionError("not ready: " + planned().event().detail());
        }
        return plan;
    }

    /** The switch-over with its plan, as it stands in a state. */
    SwitchOverSpec standing(SwitchOverState at) {
        return standing(at, plan());
    }

    SwitchOverSpec standing(SwitchOverState at, SwitchOverPlan plan) {
        return asked().with(SwitchOverStatus.drafted("idc-a", origin, "ann", NOW).change().plan(plan).to(at).made(NOW,
                "test", "idc-a/control-1", ""));
    }

    @Nullable
    String invalid(SwitchOverPlan plan) {
        return Planner.invalid(asked(), plan, ground());
    }

    Scene without(Kind kind, String name) {
        state = state.without(kind, name, state.revision() + 1);
        return this;
    }
}
