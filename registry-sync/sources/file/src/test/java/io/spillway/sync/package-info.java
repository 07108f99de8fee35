/** The configuration of registry-sync with a source on its class path. */
@NullMarked
package io.spillway.sync;

import org.jspecify.annotations.NullMarked;
