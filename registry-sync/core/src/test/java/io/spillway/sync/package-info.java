/** The configuration of registry-sync. */
@NullMarked
package io.spillway.sync;

import org.jspecify.annotations.NullMarked;
