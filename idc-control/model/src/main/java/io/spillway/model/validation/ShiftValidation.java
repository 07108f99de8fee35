package io.spillway.model.validation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * Judges a TrafficShift: the IDCs it names must be those of its scope, enough of them must stay active, and some IDC that
 * it sends traffic to must be able to serve.
 */
final class ShiftValidation {

    private final ResourceView view;
    private final String idc;

    ShiftValidation(ResourceView view, String idc) {
        this.view = view;
        this.idc = idc;
    }

    void check(TrafficShiftSpec shift, Findings findings) {
        String scopeKey = switch (shift.scope()) {
            case ShiftScope.DrGroupScope _ -> "drGroup";
            case ShiftScope.ServiceScope _ -> "service";
            case ShiftScope.IdcScope _ -> "idc";
        };
        if (scopeResource(shift.scope()) == null) {
            Kind kind = scopeKind(shift.scope());
            findings.unknownName("/spec/scope/" + scopeKey, shift.scope().name(),
                    (kind == Kind.IDC ? "an " : "a ") + kind.kindName() + " that exists");
            return;
        }
        Set<String> members = members(shift.scope());
        String expected = "an IDC of " + shift.scope().path() + ": " + String.join(", ", members);
        checkWeights("/spec/weights/", shift.weights(), members, expected, findings);
        shift.weightsAt().forEach((at, weights) -> {
            if (!members.contains(at)) {
                findings.unknownName("/spec/weightsAt/" + at, at, expected);
            }
            checkWeights("/spec/weightsAt/" + at + "/", weights, members, expected, findings);
        });
        int index = 0;
        for (String name : shift.excluded()) {
            if (!members.contains(name)) {
                findings.unknownName("/spec/excluded/" + index, name, expected);
            } else if (shift.gives(name) && activeCount(shift) > 0) {
                findings.unknownName("/spec/excluded/" + index, name,
                        "an IDC with weight 0; its weight is " + largestWeight(shift, name));
            }
            index++;
        }
    }

    private static void checkWeights(String pointer, Map<String, Integer> weights, Set<String> members, String expected,
            Findings findings) {
        weights.forEach((name, weight) -> {
            if (!members.contains(name)) {
                findings.add(pointer + name, String.valueOf(weight), expected);
            }
        });
    }

    private static int largestWeight(TrafficShiftSpec shift, String idc) {
        int everywhere = shift.weights().getOrDefault(idc, 0);
        return shift.weightsAt().values().stream().mapToInt(weights -> weights.getOrDefault(idc, 0)).reduce(everywhere,
                Math::max);
    }

    WriteVerdict guard(TrafficShiftSpec shift) {
        if (shift.cleared()) {
            return WriteVerdict.ACCEPTED;
        }
        long active = activeCount(shift);
        long minActive = minActive(shift.scope());
        if (active < minActive) {
            Map<String, Long> figures = new LinkedHashMap<>();
            figures.put("active", active);
            figures.put("minActive", minActive);
            return new WriteVerdict.Guarded("min_active", "the shift of " + shift.scope().path() + " would leave "
                    + (active == 0 ? "no active IDC" : active + " active") + ", minActive is " + minActive, figures);
        }
        WriteVerdict.Guarded together = ActiveIdcs.guard(view, shift);
        return together == null ? guardServing(shift) : together;
    }

    /** A shift away from where a service lives to where nothing serves it is an outage with an author. */
    private WriteVerdict guardServing(TrafficShiftSpec shift) {
        List<String> left = new ArrayList<>();
        for (Resource service : services(shift.scope())) {
            Map<String, Long> healthy = healthyByIdc(service);
            boolean targetServes = divisions(shift).allMatch(weights -> weights.entrySet().stream()
                    .anyMatch(weight -> weight.getValue() > 0 && healthy.getOrDefault(weight.getKey(), 0L) > 0));
            boolean somebodyServes = healthy.values().stream().anyMatch(count -> count > 0);
            if (somebodyServes && !targetServes) {
                left.add(service.name());
            }
        }
        if (left.isEmpty()) {
            return WriteVerdict.ACCEPTED;
        }
        String targets = members(shift.scope()).stream().filter(shift::gives).collect(Collectors.joining(", "));
        return new WriteVerdict.Guarded("no_active_idc", "the shift of " + shift.scope().path() + " to " + targets
                + " would leave no active IDC for " + String.join(", ", left) + ": no healthy instance there",
                Map.of("services", (long) left.size()));
    }

    /** Returns what it says for all gateways, if it does, and for those of each IDC. */
    private static Stream<Map<String, Integer>> divisions(TrafficShiftSpec shift) {
        Stream<Map<String, Integer>> everywhere = shift.weights().isEmpty()
                ? Stream.empty()
                : Stream.of(shift.weights());
        return Stream.concat(everywhere, shift.weightsAt().values().stream());
    }

    private long activeCount(TrafficShiftSpec shift) {
        return members(shift.scope()).stream().filter(name -> !shift.excluded().contains(name)).count();
    }

    private long minActive(ShiftScope scope) {
        DrGroupSpec group = drGroup(scope);
        return group == null ? 1 : group.minActive();
    }

    private Set<String> members(ShiftScope scope) {
        DrGroupSpec group = drGroup(scope);
        if (group != null) {
            return new TreeSet<>(group.idcs());
        }
        return view.all(Kind.IDC).stream().map(Resource::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private @Nullable DrGroupSpec drGroup(ShiftScope scope) {
        return switch (scope) {
            case ShiftScope.DrGroupScope(String name) -> view.spec(Kind.DR_GROUP, name, DrGroupSpec.class);
            case ShiftScope.ServiceScope(String name) -> {
                ServiceSpec service = view.spec(Kind.SERVICE, name, ServiceSpec.class);
                yield service == null || service.drGroup() == null
                        ? null
                        : view.spec(Kind.DR_GROUP, service.drGroup(), DrGroupSpec.class);
            }
            case ShiftScope.IdcScope _ -> null;
        };
    }

    private Collection<Resource> services(ShiftScope scope) {
        return switch (scope) {
            case ShiftScope.DrGroupScope(String name) -> view.servicesOf(name);
            case ShiftScope.ServiceScope(String name) -> {
                Resource service = view.get(Kind.SERVICE, name);
                yield service == null ? List.of() : List.of(service);
            }
            // It moves those whose DrGroup has that IDC, and no others.
            case ShiftScope.IdcScope(String name) -> view.all(Kind.DR_GROUP).stream()
                    .filter(group -> group.spec() instanceof DrGroupSpec spec && spec.idcs().contains(name))
                    .flatMap(group -> view.servicesOf(group.name()).stream()).toList();
        };
    }

    /** Costs the workloads and imports of this Service, if the view has an index of them. */
    private Map<String, Long> healthyByIdc(Resource service) {
        Map<String, Long> healthy = new LinkedHashMap<>();
        for (Resource entry : view.workloadsOf(service)) {
            if (view.isHealthy(entry)) {
                healthy.merge(idc, 1L, Long::sum);
            }
        }
        for (Resource entry : view.importsOf(service.name())) {
            if (entry.spec() instanceof ServiceEntrySpec spec) {
                long count = spec.groups().stream().mapToLong(GroupCapacity::healthy).sum();
                healthy.merge(spec.idc(), count, Long::sum);
            }
        }
        return healthy;
    }

    private @Nullable Resource scopeResource(ShiftScope scope) {
        return view.get(scopeKind(scope), scope.name());
    }

    private static Kind scopeKind(ShiftScope scope) {
        return switch (scope) {
            case ShiftScope.DrGroupScope _ -> Kind.DR_GROUP;
            case ShiftScope.ServiceScope _ -> Kind.SERVICE;
            case ShiftScope.IdcScope _ -> Kind.IDC;
        };
    }
}
