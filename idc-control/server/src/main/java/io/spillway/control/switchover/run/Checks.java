package io.spillway.control.switchover.run;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.switchover.plan.Ruling;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.switchover.SwitchOverEvent;
import org.jspecify.annotations.Nullable;

/** What is looked at before traffic moves. May block for some seconds; safe for use by any thread. */
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
     * What the safety rules say.
     *
     * @param leansOn revisions by registry key that must still be so when it is written; 0 for absent
     * @param marks keys among them that are written anew with it
     */
    record Ruled(Ruling ruling, Map<String, Long> leansOn, Set<String> marks) {

        public Ruled {
            leansOn = Map.copyOf(leansOn);
            marks = Set.copyOf(marks);
        }
    }

    /**
     * Makes the checks and the plan.
     *
     * @param heard whether the record is written, so that other IDCs have something to say of it
     */
    Made make(String id, SwitchOverSpec spec, SwitchOrigin origin, boolean heard);

    /** Returns why a frozen plan is not worth anything any more; null when it is. */
    @Nullable
    String outdated(String id, SwitchOverSpec spec);

    /** Judges by the safety rules whether it may begin, or go on, now. */
    Ruled rule(String id, SwitchOverSpec spec);

    /** Returns why the IDC that would get its traffic back cannot have it; null when it can. */
    @Nullable
    String unfit(String id, SwitchOverSpec spec);
}
