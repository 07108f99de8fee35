package io.spillway.control.switchover.run;

import java.time.Duration;

import io.spillway.model.resource.SwitchOverProgress;
import org.jspecify.annotations.Nullable;

/** When it is worth saying again what an IDC says of its part: Acks at once, figures now and then. Pure. */
final class Telling {

    /** Time between two words that differ in figures alone. */
    static final Duration FIGURES = Duration.ofMillis(250);

    private Telling() {}

    /** Returns whether to say it. */
    static boolean worth(@Nullable SwitchOverProgress said, SwitchOverProgress now) {
        if (said == null || !said.generation().equals(now.generation()) || !said.shifts().equals(now.shifts())
                || said.measuredAfter() != now.measuredAfter() || said.fleet() != now.fleet()
                || said.acked() != now.acked()) {
            return true;
        }
        boolean news = !said.traffic().equals(now.traffic()) || !said.late().equals(now.late());
        return news && !now.at().isBefore(said.at().plus(FIGURES));
    }
}
