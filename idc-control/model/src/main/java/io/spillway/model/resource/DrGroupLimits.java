package io.spillway.model.resource;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What switch-overs of a DrGroup may do. A TrafficShift that an operator writes by hand is held back by {@code approveAbove} alone.
 *
 * @param frozen whether none may begin or go on: the master switch
 * @param frozenBecause what people are told then; null when nothing is said
 * @param freeze times in which none may begin or go on
 * @param approveAbove the percentage of the DrGroup's requests above which a move needs somebody else's approval: 100 for
 *        never, less for any move where nothing is measured
 * @param automatic how its traffic leaves an IDC that failed without an operator; null for never
 */
public record DrGroupLimits(boolean frozen, @Nullable String frozenBecause, List<Freeze> freeze, int approveAbove,
        @Nullable AutomaticPolicy automatic) {

    /** Everything is allowed, and nobody else is asked. */
    public static final DrGroupLimits NONE = new DrGroupLimits(false, null, List.of(), 100);

    /** Limits of a DrGroup whose traffic only operators move. */
    public DrGroupLimits(boolean frozen, @Nullable String frozenBecause, List<Freeze> freeze, int approveAbove) {
        this(frozen, frozenBecause, freeze, approveAbove, null);
    }

    public DrGroupLimits {
        freeze = List.copyOf(freeze);
    }

    /**
     * A time in which nothing moves.
     *
     * @param from its beginning
     * @param until its end, which is not part of it any more
     */
    public record Freeze(Instant from, Instant until, String reason) {

        /** Returns whether it is that time. */
        public boolean at(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    /** Returns why nothing of the DrGroup may be moved now; null when it may. */
    public @Nullable String forbids(Instant now) {
        if (frozen) {
            return "moves are frozen" + (frozenBecause == null ? "" : ": " + frozenBecause);
        }
        return freeze.stream().filter(each -> each.at(now)).findFirst()
                .map(each -> "frozen from " + each.from() + " until " + each.until() + ": " + each.reason())
                .orElse(null);
    }
}
