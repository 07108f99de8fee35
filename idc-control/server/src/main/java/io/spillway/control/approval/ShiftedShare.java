package io.spillway.control.approval;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.Index;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * How much of a DrGroup's requests a write by hand moves from one IDC to another: of each of its Services, by the shift that
 * rules it before and after, whatever its scope. There and back is the same. Pure.
 */
public final class ShiftedShare {

    /** Stands for whoever serves in place of an IDC that gets nothing although its share says so. */
    private static final String ANYBODY = "";
    private static final double PERCENT = 100;
    private static final Set<Kind> COUNTED = EnumSet.of(Kind.DR_GROUP, Kind.SERVICE, Kind.TRAFFIC_SHIFT);

    private final ControlState before;
    private final ControlState after;
    private final Map<String, Map<String, MeasuredTraffic>> traffic;

    private ShiftedShare(ControlState before, ControlState after,
            Map<String, Map<String, MeasuredTraffic>> traffic) {
        this.before = before;
        this.after = after;
        this.traffic = traffic;
    }

    /**
     * What a write touches.
     *
     * @param groups all DrGroups of which something may move
     * @param above  those of which more moves than one person may decide, with the percentage from which on he may not
     */
    public record Touched(Set<String> groups, SortedMap<String, Integer> above) {

        /** Nothing moves. */
        public static final Touched NOTHING = new Touched(Set.of(), new TreeMap<>());
    }

    /**
     * Returns what a write of these together touches.
     *
     * @param traffic what is measured, by Service, then by the IDC whose gateways measured it
     */
    public static Touched of(ControlState before, Collection<Resource> written,
            Map<String, Map<String, MeasuredTraffic>> traffic) {
        ControlState after = before;
        for (Resource each : written) {
            after = COUNTED.contains(each.kind()) ? after.with(each) : after;
        }
        return new ShiftedShare(before, after, traffic).touched(written);
    }

    private Touched touched(Collection<Resource> written) {
        Set<String> services = new TreeSet<>();
        written.forEach(each -> services.addAll(services(each)));
        Map<String, Set<String>> byGroup = new TreeMap<>();
        for (String service : services) {
            Stream.of(before, after).map(state -> state.service(service))
                    .filter(spec -> spec != null && spec.drGroup() != null)
                    .forEach(spec -> byGroup.computeIfAbsent(String.valueOf(spec.drGroup()), _ -> new TreeSet<>())
                            .add(service));
        }
        SortedMap<String, Integer> above = new TreeMap<>();
        byGroup.forEach((group, moved) -> {
            int limit = Math.min(limit(before, group), limit(after, group));
            if (limit < DrGroupLimits.NONE.approveAbove() && isAbove(limit, group, moved)) {
                above.put(group, limit);
            }
        });
        return new Touched(byGroup.keySet(), above);
    }

    /** A Service that goes to another DrGroup is ruled by the shift of that one from then on. */
    private Set<String> services(Resource written) {
        return switch (written.spec()) {
            case ServiceSpec _ -> Set.of(written.name());
            case TrafficShiftSpec shift -> switch (shift.scope()) {
                case ShiftScope.ServiceScope(String name) -> Set.of(name);
                case ShiftScope.DrGroupScope(String name) -> members(name);
                case ShiftScope.IdcScope(String name) -> {
                    Set<String> members = new TreeSet<>();
                    Stream.of(before, after).flatMap(state -> state.names(Index.DR_GROUPS_BY_IDC, name).stream())
                            .forEach(group -> members.addAll(members(group)));
                    yield members;
                }
            };
            default -> Set.of();
        };
    }

    private Set<String> members(String group) {
        Set<String> members = new TreeSet<>(before.names(Index.SERVICES_BY_DR_GROUP, group));
        members.addAll(after.names(Index.SERVICES_BY_DR_GROUP, group));
        return members;
    }

    private static int limit(ControlState state, String group) {
        Resource found = state.get(Kind.DR_GROUP, group);
        return found != null && found.spec() instanceof DrGroupSpec spec
                ? spec.limits().approveAbove()
                : DrGroupLimits.NONE.approveAbove();
    }

    private boolean isAbove(int limit, String group, Set<String> services) {
        boolean any = false;
        double moving = 0;
        for (String service : services) {
            for (Map.Entry<String, Integer> moved : moved(service).entrySet()) {
                any = true;
                Map<String, MeasuredTraffic> measured = traffic.get(service);
                moving += measured == null
                        ? Double.NaN
                        : perSecond(measured, moved.getKey()) * moved.getValue() / PERCENT;
            }
        }
        double all = 0;
        for (String service : members(group)) {
            for (String gateways : traffic.getOrDefault(service, Map.of()).keySet()) {
                all += perSecond(traffic.getOrDefault(service, Map.of()), gateways);
            }
        }
        // What is not measured, also of one Service, is NaN here: then nobody knows how much it is.
        return any && (!(PERCENT * moving <= limit * all) || all == 0);
    }

    private static double perSecond(Map<String, MeasuredTraffic> measured, String gateways) {
        return measured.getOrDefault(gateways, MeasuredTraffic.NONE).requestsPerSecond();
    }

    /** Returns how many percent change their IDC, by IDC whose gateways send them; nothing for those where none do. */
    private Map<String, Integer> moved(String service) {
        ServiceSpec was = before.service(service);
        ServiceSpec is = after.service(service);
        if (was == null || is == null) {
            return Map.of(); // it has no requests yet
        }
        TrafficShiftSpec ruled = before.effectiveShift(service, was).orElse(null);
        TrafficShiftSpec rules = after.effectiveShift(service, is).orElse(null);
        Set<String> gateways = new TreeSet<>(before.drOrder(was));
        gateways.addAll(after.drOrder(is));
        Map<String, Integer> moved = new TreeMap<>();
        for (String idc : gateways) {
            Map<String, Integer> shares = shares(ruled, idc);
            int more = shares(rules, idc).entrySet().stream()
                    .mapToInt(share -> Math.max(0, share.getValue() - shares.getOrDefault(share.getKey(), 0))).sum();
            if (more > 0) {
                moved.put(idc, more);
            }
        }
        return moved;
    }

    private static Map<String, Integer> shares(@Nullable TrafficShiftSpec ruling, String gateways) {
        if (ruling == null) {
            return Map.of(gateways, (int) PERCENT);
        }
        Map<String, Integer> shares = new HashMap<>();
        ruling.weightsOf(gateways).forEach((idc, percent) -> shares.merge(
                ruling.excluded().contains(idc) ? ANYBODY : idc, percent, Integer::sum));
        return shares;
    }
}
