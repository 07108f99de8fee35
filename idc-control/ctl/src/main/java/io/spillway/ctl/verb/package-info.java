/** One class for each verb. Start at {@link io.spillway.ctl.verb.VersionVerb}, the smallest. */
@NullMarked
package io.spillway.ctl.verb;

import org.jspecify.annotations.NullMarked;
