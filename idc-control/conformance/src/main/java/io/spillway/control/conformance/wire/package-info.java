/**
 * Raw xDS clients that record what they send and get, wait with a deadline and never sleep. Start at
 * {@link io.spillway.control.conformance.wire.XdsClient}; the two variants differ in what a request says.
 */
@NullMarked
package io.spillway.control.conformance.wire;

import org.jspecify.annotations.NullMarked;
