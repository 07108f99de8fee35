/** A stock Envoy as a data plane of Spillway. */
@NullMarked
package io.spillway.it.envoy;

import org.jspecify.annotations.NullMarked;
