package io.spillway.control.switchover.run;

import java.time.Duration;

import io.spillway.model.resource.SwitchOverProgress;
import org.jspecify.annotations.Nullable;

/** When it is worth saying again what an IDC says of its part: Acks at once, figures now and then. Pure. */
final class Telling {

    /** Time between two words that differ in figures alone. */
    static final Duration FIGURES = Duration.ofMillis(250);

    private Telling() {}

    /**
     * Returns whether to say it.
     *
     * @param said what this node said last; null for nothing
     * @param stands what is written, as this node knows it; null for nothing. It may be older than what was said, or of another
     *        node that believed for a moment to speak for the IDC: then others go by what is not so any more
     */
    static boolean worth(@Nullable SwitchOverProgress said, @Nullable SwitchOverProgress stands,
            SwitchOverProgress now) {
        if (said == null || otherAcks(said, now) || said.measuredAfter() != now.measuredAfter()) {
            return true;
        }
        boolean news = !said.traffic().equals(now.traffic()) || !said.late().equals(now.late())
                || (stands != null && otherAcks(stands, now));
        return news && !now.at().isBefore(said.at().plus(FIGURES));
    }

    private static boolean otherAcks(SwitchOverProgress one, SwitchOverProgress other) {
        return !one.generation().equals(other.generation()) || !one.shifts().equals(other.shifts())
                || one.fleet() != other.fleet() || one.acked() != other.acked();
    }
}
