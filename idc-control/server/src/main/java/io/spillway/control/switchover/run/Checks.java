package io.spillway.control.switchover.run;

import java.util.List;
import java.util.Map;

import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.switchover.SwitchOverEvent;
import org.jspecify.annotations.Nullable;

/** What is looked at before traffic moves. Looks at memory alone; safe for use by any thread. */
public interface Checks {

    /**
     * The list, and what it makes of the switch-over.
     *
     * @param event that the checks passed, with the plan, or that one forbids it
     */
    record Made(SwitchOverEvent event, List<SwitchCheck> checks) {

        public Made {
            checks = List.copyOf(checks);
        }
    }

    /**
     * What a safety rule forbids.
     *
     * @param guard which rule
     * @param figures what it was judged by
     */
    record Forbidden(String guard, String detail, Map<String, String> figures) {

        public Forbidden {
            figures = Map.copyOf(figures);
        }
    }

    /**
     * What the safety rules say.
     *
     * @param forbidden null when nothing forbids it
     * @param leansOn revisions by registry key that must still be so when it is written; 0 for absent
     */
    record Ruled(@Nullable Forbidden forbidden, Map<String, Long> leansOn) {

        public Ruled {
            leansOn = Map.copyOf(leansOn);
        }
    }

    /** Makes the checks and the plan. */
    Made make(String id, SwitchOverSpec spec);

    /** Returns why a frozen plan is not worth anything any more; null when it is. */
    @Nullable
    String outdated(String id, SwitchOverSpec spec);

    /** Judges by the safety rules whether it may begin, or go on, now. */
    Ruled rule(String id, SwitchOverSpec spec);

    /** Returns why the IDC that would get its traffic back cannot have it; null when it can. */
    @Nullable
    String unfit(String id, SwitchOverSpec spec);

    /** Returns what is measured now of all IDCs together; null when nobody tells. */
    @Nullable
    StepFigures figures(String id, SwitchOverSpec spec);
}
