/**
 * Which priority, locality and endpoint of a cluster an attempt goes to. Start at
 * {@link io.spillway.gateway.balance.LoadBalancer}.
 */
@NullMarked
package io.spillway.gateway.balance;

import org.jspecify.annotations.NullMarked;
