package io.spillway.control.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a write touches.
 *
 * @param drGroup the DrGroup that it belongs to; null for none, or for all of them
 * @param idc     an IDC that it is about beside the one that is asked; null for none
 */
public record Target(@Nullable String drGroup, @Nullable String idc) {

    private static final Target EVERYTHING = new Target(null, null);

    /**
     * Returns what the write of a resource touches: what it is about as it is written and as it stood before, so that nobody
     * writes what is another's, or takes it away from there.
     *
     * @param written as it would be; null when it is deleted
     * @param before  finds a resource as it stands
     * @param after   finds a resource as it will stand when all that is written together is written
     */
    public static List<Target> of(Kind kind, String name, @Nullable Resource written,
            BiFunction<Kind, String, @Nullable Resource> before, BiFunction<Kind, String, @Nullable Resource> after) {
        return of(kind, name, written, before, after, _ -> Set.of());
    }

    /**
     * The same, where Services also take WorkloadEntries by their labels: whoever writes these gives that Service an instance.
     *
     * @param taking names of the Services that a WorkloadEntry, as it is written, belongs to
     */
    public static List<Target> of(Kind kind, String name, @Nullable Resource written,
            BiFunction<Kind, String, @Nullable Resource> before, BiFunction<Kind, String, @Nullable Resource> after,
            Function<Resource, Set<String>> taking) {
        List<Target> targets = new ArrayList<>();
        if (written != null) {
            targets.addAll(of(written, after));
            taking.apply(written).stream().sorted().filter(service -> after.apply(Kind.SERVICE, service) != null)
                    .forEach(service -> targets.add(new Target(groupOf(service, after), null)));
        }
        Resource stood = before.apply(kind, name);
        if (stood != null) {
            targets.addAll(of(stood, before));
        }
        return targets.isEmpty() ? List.of(EVERYTHING) : targets.stream().distinct().toList();
    }

    private static List<Target> of(Resource resource, BiFunction<Kind, String, @Nullable Resource> known) {
        return switch (resource.spec()) {
            case ServiceSpec service -> List.of(new Target(service.drGroup(), null));
            case WorkloadEntrySpec workload -> List.of(new Target(groupOf(workload.service(), known), null));
            case TrafficShiftSpec shift -> of(shift, known);
            // What it moves, at both ends: one IDC's operators do not load another one, or empty it.
            case SwitchOverSpec move -> move.scopes().stream().map(scope -> of(scope, known))
                    .flatMap(scope -> Stream.of(scope, new Target(scope.drGroup(), move.from()),
                            new Target(scope.drGroup(), move.to())))
                    .distinct().toList();
            case DrillSpec drill -> List
                    .of(drill.target() == null ? EVERYTHING : of(drill.target().scope(), known));
            default -> List.of(new Target(resource.kind() == Kind.DR_GROUP ? resource.name() : null,
                    resource.kind() == Kind.IDC ? resource.name() : null));
        };
    }

    /** By hand as by a switch-over: one IDC's operators do not load another one, or empty it. */
    private static List<Target> of(TrafficShiftSpec shift, BiFunction<Kind, String, @Nullable Resource> known) {
        Target scope = of(shift.scope(), known);
        Set<String> idcs = new TreeSet<>(shift.excluded());
        idcs.addAll(shift.weightsAt().keySet());
        Stream.concat(Stream.of(shift.weights()), shift.weightsAt().values().stream())
                .forEach(weights -> weights.forEach((idc, weight) -> {
                    if (weight > 0) {
                        idcs.add(idc);
                    }
                }));
        // Of these even those are moved that are not named.
        Resource named = shift.weights().isEmpty() || scope.drGroup() == null
                ? null
                : known.apply(Kind.DR_GROUP, scope.drGroup());
        if (named != null && named.spec() instanceof DrGroupSpec group) {
            idcs.addAll(group.idcs());
        }
        return Stream.concat(Stream.of(scope), idcs.stream().map(idc -> new Target(scope.drGroup(), idc))).distinct()
                .toList();
    }

    private static Target of(ShiftScope scope, BiFunction<Kind, String, @Nullable Resource> known) {
        return switch (scope) {
            case ShiftScope.DrGroupScope(String group) -> new Target(group, null);
            case ShiftScope.ServiceScope(String service) -> new Target(groupOf(service, known), null);
            case ShiftScope.IdcScope(String idc) -> new Target(null, idc);
        };
    }

    private static @Nullable String groupOf(String service, BiFunction<Kind, String, @Nullable Resource> known) {
        Resource found = known.apply(Kind.SERVICE, service);
        return found != null && found.spec() instanceof ServiceSpec spec ? spec.drGroup() : null;
    }
}
