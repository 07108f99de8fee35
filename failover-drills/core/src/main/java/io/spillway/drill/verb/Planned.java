package io.spillway.drill.verb;

import java.io.IOException;

import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.load.ReplayedLog;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.PlanException;

/**
 * A drill that is known to be right, and what it runs on.
 *
 * @param plan
 *            with the load that was asked for
 */
record Planned(DrillPlan plan, Topology topology) {

    /** Reads both files, and the log that it sends again. */
    static Planned read(Home home, String drill, DrillOptions options) throws PlanException {
        DrillPlan read = Session.drill(home, drill);
        DrillPlan plan = options.rps() > 0 && !read.load().users().isEmpty()
                ? read.withLoad(read.load().withRps(options.rps()))
                : read;
        ReplayedLog replay = plan.load().replay();
        try {
            if (replay != null) {
                replay.check();
            }
        } catch (IOException e) {
            throw new PlanException(drill + ": load.replay: " + e.getMessage(), e);
        }
        return new Planned(plan, Session.topology(home, plan.topology()));
    }
}
