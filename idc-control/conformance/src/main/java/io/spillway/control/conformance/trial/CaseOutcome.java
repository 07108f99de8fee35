package io.spillway.control.conformance.trial;

import java.util.List;

/** What came of a case. */
public sealed interface CaseOutcome {

    /** The server did as the sentence says. */
    record Passed() implements CaseOutcome {}

    /**
     * The server did otherwise.
     *
     * @param why        what was expected and what came
     * @param transcript what was said, in order
     */
    record Failed(String why, List<String> transcript) implements CaseOutcome {

        /** Copies the transcript. */
        public Failed {
            transcript = List.copyOf(transcript);
        }
    }

    /** The case asks for something that the server does not claim to have. */
    record NotApplicable(String why) implements CaseOutcome {}
}
