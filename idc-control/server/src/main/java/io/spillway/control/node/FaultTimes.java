package io.spillway.control.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.DrillFaults;
import io.spillway.control.state.Index;
import io.spillway.control.state.Touched;
import io.spillway.model.document.Durations;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;

/**
 * When the faults of Routes and drills end. All data planes end them by themselves; what has ended is taken out of what is served a little
 * later. Owned by the state's thread.
 */
final class FaultTimes {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private Instant looked;

    FaultTimes(Instant now) {
        this.looked = now;
    }

    /** Returns the resources as they are written at this time, with ends in place of times to live. */
    static List<Resource> written(List<Resource> resources, Instant now) {
        return resources.stream().map(resource -> resource.spec() instanceof RouteSpec route
                ? resource.withSpec(route.writtenAt(now))
                : resource).toList();
    }

    /** Returns what is wrong with the ends of faults that are written at this time. */
    static List<Violation> violations(List<Resource> resources, Instant now) {
        List<Violation> found = new ArrayList<>();
        for (int i = 0; i < resources.size(); i++) {
            Fault fault = resources.get(i).spec() instanceof RouteSpec route ? route.treatment().fault() : null;
            if (fault != null && fault.expires() != null && fault.expires().isAfter(now.plus(Fault.LONGEST))) {
                found.add(new Violation((resources.size() == 1 ? "" : "/" + i) + "/spec/fault/expires",
                        fault.expires().toString(), "at most " + Durations.format(Fault.LONGEST) + " from now, "
                                + now.plus(Fault.LONGEST),
                        null));
            }
        }
        return found;
    }

    /** Returns what is touched by faults that ended since the last look; looks only now and then. */
    Touched ended(ControlState state, Instant now) {
        Touched touched = new Touched();
        if (now.isBefore(looked.plus(EVERY))) {
            return touched;
        }
        for (String name : state.names(Index.ROUTES_BY_FAULT, Index.FAULT)) {
            Resource found = state.get(Kind.ROUTE, name);
            RouteSpec route = found != null && found.spec() instanceof RouteSpec spec ? spec : null;
            Fault fault = route == null ? null : route.treatment().fault();
            if (route != null && fault != null && fault.expires() != null && fault.expires().isAfter(looked)
                    && !fault.expires().isAfter(now)) {
                touched.hosts().addAll(route.hosts());
            }
        }
        for (DrillFaults.Made made : DrillFaults.all(state)) {
            if (made.goesOn(looked) && !made.goesOn(now)) {
                touched.addFault(state, made.what().service());
            }
        }
        looked = now;
        return touched;
    }
}
