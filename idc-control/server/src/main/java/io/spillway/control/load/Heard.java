package io.spillway.control.load;

import java.util.Map;

/**
 * What the data planes that report to this node are asked for.
 *
 * @param demand    requests per second by xDS cluster: what users ask for where a data plane tells it, as our gateways do; of
 *                  others attempts begun, and requests refused before any
 * @param reporters how many gateways report
 * @param others    how many other data planes report
 */
public record Heard(Map<String, Double> demand, int reporters, int others) {

    /** Nobody reports. */
    static final Heard NOTHING = new Heard(Map.of(), 0, 0);

    /** Copies the map. */
    public Heard {
        demand = Map.copyOf(demand);
    }
}
