package io.spillway.control.service;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the requests of this IDC to a Group are divided over IDCs. Rates are per second.
 *
 * @param byLoad   whether load decides; else the numbers of healthy endpoints do, because it is not known
 * @param demand   of all gateways of this IDC together
 * @param capacity that is healthy at home
 * @param declared capacity at home when all are healthy
 * @param home     0..1, what stays at home
 * @param excess   what nobody can carry
 * @param targets  the other IDCs, in order of preference
 * @param since    when that was decided; null when it was not
 * @param node     the control node that decided it; empty when it was not
 */
public record SpillView(String service, String group, boolean byLoad, double demand, double capacity, double declared,
        double home, double excess, List<TargetView> targets, String reason, @Nullable Instant since, String node) {

    /** Copies the list. */
    public SpillView {
        targets = List.copyOf(targets);
    }

    /** Returns whether anything leaves home by this, or should and cannot. */
    public boolean spills() {
        return byLoad && (home < 1 || excess > 0);
    }

    /**
     * Another IDC.
     *
     * @param capacity what it may be sent from this IDC
     * @param part     0..1, what is meant for it
     */
    public record TargetView(String idc, double capacity, double part) {}
}
