package io.spillway.drill.verdict;

/** How a drill ended. */
public enum Verdict {
    /** Every invariant holds. */
    PASS,
    /** One does not. */
    FAIL,
    /** The measurement itself was no good, so nothing is proven either way. */
    VOID,
    /** It was ended early. */
    ABORTED
}
