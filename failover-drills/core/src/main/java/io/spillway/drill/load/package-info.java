/** Users: an open-loop load generator. Start at {@link io.spillway.drill.load.LoadGenerator}. */
@NullMarked
package io.spillway.drill.load;

import org.jspecify.annotations.NullMarked;
