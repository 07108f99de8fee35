/** What users saw, one row per request, and the arithmetic over it. Start at {@link io.spillway.drill.measure.Recording}. */
@NullMarked
package io.spillway.drill.measure;

import org.jspecify.annotations.NullMarked;
