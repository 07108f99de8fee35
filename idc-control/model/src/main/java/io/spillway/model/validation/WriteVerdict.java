package io.spillway.model.validation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Violation;

/** Whether a write may be done. */
public sealed interface WriteVerdict {

    /** It may. */
    record Accepted() implements WriteVerdict {}

    /** It does not fit to what is there. */
    record Invalid(List<Violation> violations) implements WriteVerdict {

        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /**
     * It fits, but a guard refuses it.
     *
     * @param guard name of the guard, as in "dr_group_in_use"
     * @param detail a sentence for people
     * @param figures what the guard counted, in order
     */
    record Guarded(String guard, String detail, Map<String, Long> figures) implements WriteVerdict {

        public Guarded {
            figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        }
    }

    /** The verdict of a write that may be done. */
    WriteVerdict ACCEPTED = new Accepted();
}
