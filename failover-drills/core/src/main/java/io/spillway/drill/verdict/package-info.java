/** Judges a recorded run: clocks, invariants, verdict. Start at {@link io.spillway.drill.verdict.Judge}. */
@NullMarked
package io.spillway.drill.verdict;

import org.jspecify.annotations.NullMarked;
