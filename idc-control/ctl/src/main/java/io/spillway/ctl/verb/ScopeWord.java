package io.spillway.ctl.verb;

import io.spillway.model.resource.Names;
import io.spillway.model.resource.ShiftScope;

/** Words for what traffic is moved of. */
final class ScopeWord {

    private ScopeWord() {}

    /** Returns what a word means: a DrGroup by its name, or a path; ends the verb when it is neither. */
    static ShiftScope scope(String word) throws VerbFailed {
        ShiftScope scope = ShiftScope.ofPath(word.contains("/") ? word : "drgroup/" + word);
        if (scope == null || !Names.valid(scope.name())) {
            throw new VerbFailed(ExitCode.USAGE, "SCOPE: \"" + word
                    + "\" (expected: name of a DrGroup, or drgroup/NAME, service/NAME, idc/NAME)");
        }
        return scope;
    }
}
