/**
 * One class for each verb, on {@link io.spillway.ctl.verb.Verb} or {@link io.spillway.ctl.verb.ServerVerb}. Start at
 * {@link io.spillway.ctl.verb.Verbs}, the list of them.
 */
@NullMarked
package io.spillway.ctl.verb;

import org.jspecify.annotations.NullMarked;
