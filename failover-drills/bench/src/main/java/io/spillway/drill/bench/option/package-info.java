/**
 * Options that several benches have, and what they check of numbers. Start at {@link io.spillway.drill.bench.option.Printed}.
 */
@NullMarked
package io.spillway.drill.bench.option;

import org.jspecify.annotations.NullMarked;
