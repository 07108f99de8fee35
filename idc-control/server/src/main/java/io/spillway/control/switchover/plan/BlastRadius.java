package io.spillway.control.switchover.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a switch-over changes when all its steps are done, for every Service and for the gateways of every IDC. It walks the
 * Services and asks which shift rules each; it knows nothing of the shifts that the steps write, so that
 * {@link #differences} can hold these against it.
 *
 * @param moved what changes, by Service
 * @param untouched why a Service in scope does not change, by Service
 */
public record BlastRadius(SortedMap<String, Moved> moved, SortedMap<String, String> untouched) {

    private static final int ALL = 100;

    /**
     * What changes of a Service.
     *
     * @param groups its Groups, which move together
     * @param healthyFrom instances that take requests in the IDC that is left
     * @param healthyTo the same in the one that receives
     * @param before percent by IDC that answers, by IDC whose gateways send; an IDC that gets nothing is left out
     * @param after the same when all steps are done
     * @param excluded the IDCs that never receive then
     * @param perSecond requests per second that the receiving IDC gets in addition; NaN when nothing is measured
     */
    public record Moved(List<String> groups, int healthyFrom, int healthyTo, Map<String, Map<String, Integer>> before,
            Map<String, Map<String, Integer>> after, Set<String> excluded, double perSecond) {}

    /** Computes it from what stands. */
    public static BlastRadius of(PlanGround ground, SwitchOverSpec spec) {
        return of(ground, spec, ground.state());
    }

    /**
     * Computes it.
     *
     * @param before what stood before the first step, where shares are moved from; what stands now decides how much of that is
     *        still to come
     */
    static BlastRadius of(PlanGround ground, SwitchOverSpec spec, ControlState before) {
        SortedMap<String, Moved> moved = new TreeMap<>();
        SortedMap<String, String> untouched = new TreeMap<>();
        for (Resource resource : before.sorted(Kind.SERVICE)) {
            if (resource.spec() instanceof ServiceSpec service && covered(before, resource.name(), service, spec)) {
                TrafficShiftSpec ruling = before.effectiveShift(resource.name(), service).orElse(null);
                if (ruling != null && !spec.scopes().contains(ruling.scope())) {
                    untouched.put(resource.name(), "the shift of " + ruling.scope().path() + " rules it");
                    continue;
                }
                Moved change = change(ground, spec, before, resource.name(), service, ruling);
                if (change.before().equals(change.after()) && excluded(ruling).equals(change.excluded())) {
                    untouched.put(resource.name(), "no gateway sends any of it to " + spec.from());
                } else {
                    moved.put(resource.name(), change);
                }
            }
        }
        return new BlastRadius(moved, untouched);
    }

    /** Returns requests per second that move, by Service of which something is measured. */
    public SortedMap<String, Double> moves() {
        SortedMap<String, Double> moves = new TreeMap<>();
        moved.forEach((service, change) -> {
            if (!Double.isNaN(change.perSecond())) {
                moves.put(service, Math.max(0, change.perSecond()));
            }
        });
        return moves;
    }

    /**
     * Says where a state in which the last step is written differs from this; nowhere when they agree.
     *
     * @param before what stands before
     * @param after the same with the shifts of the last step
     */
    public List<String> differences(ControlState before, ControlState after) {
        List<String> differences = new ArrayList<>();
        for (Resource resource : before.sorted(Kind.SERVICE)) {
            if (resource.spec() instanceof ServiceSpec service) {
                Moved change = moved.get(resource.name());
                TrafficShiftSpec was = before.effectiveShift(resource.name(), service).orElse(null);
                TrafficShiftSpec is = after.effectiveShift(resource.name(), service).orElse(null);
                for (String gateways : idcs(before, service)) {
                    Map<String, Integer> expected = change == null
                            ? shares(was, gateways)
                            : change.after().getOrDefault(gateways, Map.of());
                    note(differences, resource.name() + " from " + gateways, expected, shares(is, gateways));
                }
                note(differences, resource.name() + " excluded", change == null ? excluded(was) : change.excluded(),
                        excluded(is));
            }
        }
        return differences;
    }

    private static void note(List<String> differences, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            differences.add(what + ": the steps lead to " + found + " (expected: " + expected + ")");
        }
    }

    private static boolean covered(ControlState state, String name, ServiceSpec service, SwitchOverSpec spec) {
        return spec.scopes().stream().anyMatch(scope -> switch (scope) {
            case ShiftScope.ServiceScope(String wanted) -> wanted.equals(name);
            case ShiftScope.DrGroupScope(String group) -> group.equals(service.drGroup());
            case ShiftScope.IdcScope(String idc) -> state.drOrder(service).contains(idc);
        });
    }

    private static Moved change(PlanGround ground, SwitchOverSpec spec, ControlState state, String name,
            ServiceSpec service, @Nullable TrafficShiftSpec ruling) {
        int percent = spec.steps().getLast();
        Map<String, Map<String, Integer>> before = new TreeMap<>();
        Map<String, Map<String, Integer>> after = new TreeMap<>();
        for (String gateways : idcs(state, service)) {
            Map<String, Integer> was = shares(ruling, gateways);
            int left = was.getOrDefault(spec.from(), 0);
            // Half a percent goes along.
            int goes = (2 * left * percent + ALL) / (2 * ALL);
            Map<String, Integer> is = new TreeMap<>(was);
            is.merge(spec.from(), -goes, Integer::sum);
            is.merge(spec.to(), goes, Integer::sum);
            before.put(gateways, was);
            after.put(gateways, MoveScope.shares(is));
        }
        Set<String> excluded = new TreeSet<>(excluded(ruling));
        excluded.remove(spec.to());
        if (spec.exclude() && percent == ALL) {
            excluded.add(spec.from());
        }
        return new Moved(service.groups().stream().map(GroupSpec::name).toList(),
                Serving.of(state, ground.ownIdc(), spec.from(), name).healthy(),
                Serving.of(state, ground.ownIdc(), spec.to(), name).healthy(), before, after, excluded,
                stillToCome(ground, spec, name, service, after));
    }

    private static double stillToCome(PlanGround ground, SwitchOverSpec spec, String name, ServiceSpec service,
            Map<String, Map<String, Integer>> after) {
        Map<String, MeasuredTraffic> measured = ground.traffic().get(name);
        if (measured == null) {
            return Double.NaN;
        }
        TrafficShiftSpec now = ground.state().effectiveShift(name, service).orElse(null);
        double sum = 0;
        for (Map.Entry<String, Map<String, Integer>> each : after.entrySet()) {
            int present = shares(now, each.getKey()).getOrDefault(spec.to(), 0);
            int more = each.getValue().getOrDefault(spec.to(), 0) - present;
            sum += measured.getOrDefault(each.getKey(), MeasuredTraffic.NONE).requestsPerSecond() * more / ALL;
        }
        return sum;
    }

    /** Whose gateways send requests to a Service. */
    private static Set<String> idcs(ControlState state, ServiceSpec service) {
        return service.drGroup() == null
                ? new TreeSet<>(state.all(Kind.IDC).toMap().keySet())
                : new TreeSet<>(state.drOrder(service));
    }

    private static Map<String, Integer> shares(@Nullable TrafficShiftSpec ruling, String gateways) {
        return ruling == null ? Map.of(gateways, ALL) : MoveScope.shares(ruling.weightsOf(gateways));
    }

    private static Set<String> excluded(@Nullable TrafficShiftSpec ruling) {
        return ruling == null ? Set.of() : new TreeSet<>(ruling.excluded());
    }
}
