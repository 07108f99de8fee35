/** The verb mock of the {@code spillway} command. Start at {@link io.spillway.drill.mock.verb.MockVerb}. */
@NullMarked
package io.spillway.drill.mock.verb;

import org.jspecify.annotations.NullMarked;
