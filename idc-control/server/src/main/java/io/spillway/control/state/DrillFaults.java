package io.spillway.control.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.model.resource.DrillFault;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;

/** What the runs of drills let gateways do badly. Pure. */
public final class DrillFaults {

    private DrillFaults() {}

    /**
     * A fault and whose it is.
     *
     * @param name unique among the faults of drills, as in "weekly/errors"; no Route has such a name
     */
    public record Made(String name, DrillFault what) {

        /** Returns whether it is not over at that time. */
        public boolean goesOn(Instant now) {
            Instant end = what.fault().expires();
            return end != null && end.isAfter(now);
        }
    }

    /** Returns all, those that are over by time included, in order. */
    public static List<Made> all(ControlState state) {
        List<Made> made = new ArrayList<>();
        for (String name : state.names(Index.DRILLS_BY_FAULT, Index.FAULT)) {
            Resource drill = state.get(Kind.DRILL, name);
            if (drill != null && drill.spec() instanceof DrillSpec spec) {
                spec.faults().forEach(fault -> made.add(new Made(name + "/" + fault.event(), fault)));
            }
        }
        return made;
    }

    /** Returns the one that goes on for the requests of a Service; null for none. */
    public static @Nullable Made of(ControlState state, String service, Instant now) {
        return all(state).stream().filter(made -> made.what().service().equals(service) && made.goesOn(now))
                .findFirst().orElse(null);
    }
}
