/**
 * By how much load requests are divided over IDCs: what all gateways of this IDC ask for is added up over the control nodes,
 * one of them decides for each service, and the decision stands in the registry, from which every node builds the same
 * resources. Start at {@link io.spillway.control.spill.SpillKeeper}, which acts; {@link io.spillway.control.spill.SpillRules}
 * decides, {@link io.spillway.control.spill.SpillPlan} says what follows from it.
 */
@NullMarked
package io.spillway.control.spill;

import org.jspecify.annotations.NullMarked;
