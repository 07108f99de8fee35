package io.spillway.drill.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fault.Fault.OnNetwork;
import io.spillway.drill.fault.Fault.Way;
import io.spillway.drill.fleet.Ran;

/**
 * Makes faults of the network on a cable that leads nowhere, so that a kernel that cannot make one says so before anything is
 * started.
 */
public final class NetworkTrial {

    private static final String CABLE = "trial";

    private NetworkTrial() {}

    /**
     * Returns why faults cannot be made here, nothing when all of them can.
     *
     * @param faults
     *            by their events
     * @throws IOException
     *             when not even a cable can be made
     */
    public static List<String> refusals(Map<String, OnNetwork> faults) throws IOException, InterruptedException {
        List<String> refusals = new ArrayList<>();
        if (faults.isEmpty()) {
            return refusals;
        }
        Ran cable = Ran.of(List.of("ip", "link", "add", CABLE, "type", "veth", "peer", "name", CABLE + "-end"));
        if (!cable.good()) {
            throw new IOException("no cable can be made for a trial: " + cable.output());
        }
        try {
            for (Map.Entry<String, OnNetwork> fault : faults.entrySet()) {
                for (Hindrance each : Hindrance.onCable(fault.getKey(), fault.getValue(), CABLE, CABLE, Way.IN)) {
                    Ran made = Ran.of(each.begin());
                    if (made.good()) {
                        Ran _ = Ran.of(each.end());
                    } else {
                        refusals.add("fault " + fault.getKey() + ": this kernel refuses "
                                + String.join(" ", each.begin()) + ": " + made.output() + " (expected: " + each.needs()
                                + ")");
                    }
                }
            }
        } finally {
            Ran _ = Ran.of(List.of("ip", "link", "delete", CABLE));
        }
        return refusals;
    }
}
