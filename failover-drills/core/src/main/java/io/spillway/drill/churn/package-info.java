/**
 * Changes that somebody makes all the time while a drill goes on: which ones ({@link io.spillway.drill.churn.Changes}), and
 * writing them through whichever control node lives ({@link io.spillway.drill.churn.ChurnWriter}). Start at the latter.
 */
@NullMarked
package io.spillway.drill.churn;

import org.jspecify.annotations.NullMarked;
