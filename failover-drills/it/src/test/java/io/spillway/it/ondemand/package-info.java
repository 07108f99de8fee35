/** Gateways that hold only the services that their requests ask for, as real processes. */
@NullMarked
package io.spillway.it.ondemand;

import org.jspecify.annotations.NullMarked;
