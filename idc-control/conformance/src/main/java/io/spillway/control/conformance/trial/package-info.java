/**
 * What a case is and what comes of it: {@link io.spillway.control.conformance.trial.ConformanceCase}, the sentences of the
 * specification that cases cite, and the stage that a case plays on.
 */
@NullMarked
package io.spillway.control.conformance.trial;

import org.jspecify.annotations.NullMarked;
