package io.spillway.control.drill;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.Index;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillFault;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillTarget;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;

/** Whether the run of a drill may let gateways treat requests badly. Pure. */
sealed interface FaultDecision {

    /** It may, until then. */
    record Granted(DrillFault fault) implements FaultDecision {}

    /** It may not. {@code guard}: a word for programs. */
    record Refused(String guard, String why, Map<String, String> figures) implements FaultDecision {}

    /**
     * Decides.
     *
     * @param asked with a time to live, which the answer has as an end
     */
    static FaultDecision of(ControlState state, Resource drill, DrillRunRecord run, DrillFault asked, Instant now) {
        DrillTarget target = drill.spec() instanceof DrillSpec spec ? spec.target() : null;
        if (target == null) {
            return refused("drill_target", drill.title() + " has no target: it is played on a fleet of its own", asked);
        }
        ServiceSpec service = state.service(asked.service());
        if (service == null || !within(state, target.scope(), asked.service(), service)) {
            return refused("drill_target", "Service " + asked.service() + (service == null
                    ? " is not known"
                    : " is not of " + target.scope().path() + ", the target"), asked);
        }
        if (service.protocol() == ServiceProtocol.TCP) {
            return refused("drill_target",
                    "Service " + asked.service() + " is TCP (expected: one whose requests gateways see)", asked);
        }
        if (asked.share() > target.share()) {
            return new Refused("drill_share", String.format(Locale.ROOT,
                    "the fault touches %.4g %% of the requests of Service %s (expected: at most %d %%, the target's share)",
                    asked.share(), asked.service(), target.share()),
                    Map.of("share", Double.toString(asked.share()), "most", Integer.toString(target.share())));
        }
        return run.faults().stream()
                .filter(each -> !each.event().equals(asked.event()) && each.service().equals(asked.service())
                        && each.fault().expires() != null && each.fault().expires().isAfter(now))
                .findFirst()
                .<FaultDecision>map(other -> refused("drill_fault", "fault " + other.event() + " of Service "
                        + asked.service() + " goes on (expected: one at a time)", asked))
                .orElseGet(() -> granted(state, asked, now));
    }

    /** A Route that has a fault of its own goes before: the drill would find other figures than it asked for. */
    private static FaultDecision granted(ControlState state, DrillFault asked, Instant now) {
        for (String name : state.names(Index.ROUTES_BY_SERVICE, asked.service())) {
            Resource route = state.get(Kind.ROUTE, name);
            Fault own = route != null && route.spec() instanceof RouteSpec spec ? spec.treatment().fault() : null;
            if (own != null && own.expires() != null && own.expires().isAfter(now)) {
                return refused("drill_fault", "Route " + name + " makes a fault of its own until " + own.expires(),
                        asked);
            }
        }
        return new Granted(new DrillFault(asked.event(), asked.service(), asked.fault().from(now)));
    }

    private static boolean within(ControlState state, ShiftScope scope, String name, ServiceSpec service) {
        return switch (scope) {
            case ShiftScope.ServiceScope(String one) -> one.equals(name);
            case ShiftScope.DrGroupScope(String group) -> group.equals(service.drGroup());
            case ShiftScope.IdcScope(String idc) -> {
                Resource group = service.drGroup() == null ? null : state.get(Kind.DR_GROUP, service.drGroup());
                yield group != null && group.spec() instanceof DrGroupSpec spec && spec.idcs().contains(idc);
            }
        };
    }

    private static Refused refused(String guard, String why, DrillFault asked) {
        return new Refused(guard, why, Map.of("service", asked.service()));
    }
}
