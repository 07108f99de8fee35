/** Time as a parameter. Start at {@link io.spillway.model.time.Ticker}. */
@NullMarked
package io.spillway.model.time;

import org.jspecify.annotations.NullMarked;
