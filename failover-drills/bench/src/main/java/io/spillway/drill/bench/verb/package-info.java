/** What users type. Start at {@link io.spillway.drill.bench.verb.FailoverVerb}. */
@NullMarked
package io.spillway.drill.bench.verb;

import org.jspecify.annotations.NullMarked;
