/**
 * The dependency rules of the house, over the classes of all modules. Start at
 * {@link io.spillway.it.architecture.HouseRules}.
 */
@NullMarked
package io.spillway.it.architecture;

import org.jspecify.annotations.NullMarked;
