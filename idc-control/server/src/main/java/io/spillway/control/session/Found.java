package io.spillway.control.session;

import java.time.Instant;

/** What came of a sealed text that somebody has shown. */
public sealed interface Found<T> {

    /** It is good. */
    record Good<T>(T what) implements Found<T> {}

    /** It is not, for this reason. */
    record Bad<T>(String reason) implements Found<T> {}

    /** Nobody can tell now, for the keys are in the registry and none are known here. */
    record Away<T>(Instant since, String reason) implements Found<T> {}
}
