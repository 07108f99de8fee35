/** Faults with a time to live, and the process that ends them. Start at {@link io.spillway.drill.fault.FaultWork}. */
@NullMarked
package io.spillway.drill.fault;

import org.jspecify.annotations.NullMarked;
