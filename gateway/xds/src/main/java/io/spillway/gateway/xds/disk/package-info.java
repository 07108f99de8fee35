/**
 * Last-known-good configuration on disk: three proven generations and the newest candidate. Start at
 * {@link io.spillway.gateway.xds.disk.LastKnownGood}.
 */
@NullMarked
package io.spillway.gateway.xds.disk;

import org.jspecify.annotations.NullMarked;
