package io.spillway.drill.verb;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fault.Fault.OnNetwork;
import io.spillway.drill.fault.NetworkTrial;
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

    /** Reads both files, and the log that it sends again; asks the kernel for what it is to do. */
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
        checkNetwork(drill, plan, options.netns());
        return new Planned(plan, Session.topology(home, plan.topology()));
    }

    private static void checkNetwork(String drill, DrillPlan plan, boolean netns) throws PlanException {
        Map<String, OnNetwork> faults = plan.networkFaults();
        if (!faults.isEmpty() && !netns) {
            throw new PlanException(drill + ": the event" + (faults.size() > 1 ? "s " : " ")
                    + String.join(", ", faults.keySet())
                    + " break the network of an IDC, for which each needs a network"
                    + " namespace of its own (expected: --netns, as root)", null);
        }
        List<String> refusals;
        try {
            refusals = NetworkTrial.refusals(faults);
        } catch (IOException e) {
            throw new PlanException(drill + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException(drill + ": interrupted", e);
        }
        if (!refusals.isEmpty()) {
            throw new PlanException(drill + ": " + String.join("\n" + drill + ": ", refusals), null);
        }
    }
}
