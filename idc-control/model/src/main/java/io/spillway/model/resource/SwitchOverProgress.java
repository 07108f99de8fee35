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
 */
public record SwitchOverProgress(String switchOver, String idc, Generation generation, long sequence,
        Map<String, Generation> shifts, int fleet, int acked, List<String> late, MeasuredTraffic traffic, Instant at) {

    /** How many stragglers are named. */
    public static final int NAMED = 20;

    public SwitchOverProgress {
        shifts = Ordered.map(shifts);
        late = List.copyOf(late);
    }
}
