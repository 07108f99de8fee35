/** The verbs demo, up, drill and report. Start at {@link io.spillway.drill.verb.DemoVerb}. */
@NullMarked
package io.spillway.drill.verb;

import org.jspecify.annotations.NullMarked;
