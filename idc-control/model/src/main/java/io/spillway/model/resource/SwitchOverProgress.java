package io.spillway.model.resource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one IDC says of its part of a switch-over that moves: who of its data planes knows the shifts that its own registry
 * has, and what its gateways measure. Each IDC writes its own; the one that coordinates goes by all of them.
 *
 * @param switchOver name of the switch-over
 * @param idc who says it
 * @param generation of the switch-over that it speaks of
 * @param sequence how many transitions of it the IDC had heard of
 * @param shifts the generation of the shift that its data planes are told, by path of the scope
 * @param fleet how many data planes were connected when these shifts came, and had to be told
 * @param acked how many of them have Acked it
 * @param late who of them has not and is still connected, as in "gw-1 (pending for 12 s)"; at most {@link #NAMED}
 * @param traffic what its gateways measure of the Services in scope
 * @param at by the clock of the node that wrote it
 * @param carried requests per second of all Services together that its gateways measure, by the IDC that answers; empty when it
 *        does not tell
 * @param measuredAfter the last transition of which the IDC had heard before the oldest began of what {@code traffic} counts: what is
 *        measured says nothing of what later ones led to
 * @param sights how other IDCs look from there, by IDC; only in the records that {@link #VANTAGE} names
 */
public record SwitchOverProgress(String switchOver, String idc, Generation generation, long sequence,
        Map<String, Generation> shifts, int fleet, int acked, List<String> late, MeasuredTraffic traffic, Instant at,
        Map<String, Double> carried, long measuredAfter, Map<String, Sight> sights) {

    /** How many stragglers are named. */
    public static final int NAMED = 20;
    /** Among {@link #late}: a node has not looked at all of its data planes. */
    public static final String UNLOOKED = "some were not looked at yet";
    /** Names the record of no switch-over, but of what an IDC sees of the others; with a place after it what a probe there sees. */
    public static final String VANTAGE = "vantage";

    /** Creates what is said of a switch-over, with figures that are as new as the rest. */
    public SwitchOverProgress(String switchOver, String idc, Generation generation, long sequence,
            Map<String, Generation> shifts, int fleet, int acked, List<String> late, MeasuredTraffic traffic,
            Instant at) {
        this(switchOver, idc, generation, sequence, shifts, fleet, acked, late, traffic, at, Map.of(), sequence,
                Map.of());
    }

    /**
     * Creates what is seen.
     *
     * @param place of the probe; empty for the IDC itself
     */
    public static SwitchOverProgress vantage(String idc, String place, Map<String, Sight> sights, Instant at) {
        return new SwitchOverProgress(place.isEmpty() ? VANTAGE : VANTAGE + "." + place, idc, new Generation(1, idc), 0,
                Map.of(), 0, 0, List.of(), MeasuredTraffic.NONE, at, Map.of(), 0, sights);
    }

    /** Returns whether a record of that name is about what is seen: no switch-over may have such a name. */
    public static boolean vantage(String name) {
        return name.equals(VANTAGE) || name.startsWith(VANTAGE + ".");
    }

    /** Returns the entry of {@link #late} for a control node that has not said who of its data planes has Acked. */
    public static String silent(String node) {
        return "control node " + node + " (has not said)";
    }

    /** Returns whether an entry of {@link #late} stands for data planes of which nobody knows yet whether they have Acked. */
    public static boolean unlooked(String late) {
        return late.equals(UNLOOKED) || late.endsWith(" (has not said)");
    }

    public SwitchOverProgress {
        shifts = Ordered.map(shifts);
        late = List.copyOf(late);
        carried = Ordered.map(carried);
        sights = Ordered.map(sights);
    }
}
