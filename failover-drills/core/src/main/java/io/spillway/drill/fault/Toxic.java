package io.spillway.drill.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fault.Fault.Direction;
import io.spillway.drill.fault.Fault.Harm;

/**
 * What Toxiproxy is told to do to one direction of a proxy.
 *
 * @param name
 *            unique in the proxy
 * @param type
 *            Toxiproxy's word
 * @param stream
 *            {@code upstream} or {@code downstream}
 * @param attributes
 *            as the type wants them
 */
record Toxic(String name, String type, String stream, Map<String, Long> attributes) {

    /** Returns the toxics of a harm; a cut is none, but the end of the proxy. */
    static List<Toxic> of(String fault, Harm harm, Direction direction) {
        return switch (harm) {
            case Harm.Cut() -> List.of();
            case Harm.BlackHole() -> both(fault, "timeout", direction, Map.of("timeout", 0L));
            case Harm.Reset() -> both(fault, "reset_peer", direction, Map.of("timeout", 0L));
            case Harm.Latency(var latency, var jitter) -> both(fault, "latency", direction,
                    Map.of("latency", latency.toMillis(), "jitter", jitter.toMillis()));
            case Harm.Bandwidth(long rate) -> both(fault, "bandwidth", direction, Map.of("rate", rate));
            case Harm.SlowClose(var delay) -> both(fault, "slow_close", direction, Map.of("delay", delay.toMillis()));
        };
    }

    private static List<Toxic> both(String fault, String type, Direction direction, Map<String, Long> attributes) {
        List<Toxic> toxics = new ArrayList<>();
        if (direction != Direction.BACK) {
            toxics.add(new Toxic(fault + "-there", type, "upstream", attributes));
        }
        if (direction != Direction.THERE) {
            toxics.add(new Toxic(fault + "-back", type, "downstream", attributes));
        }
        return toxics;
    }
}
