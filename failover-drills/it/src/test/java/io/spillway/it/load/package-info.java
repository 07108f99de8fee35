/** Load reports of real gateways to a real control plane. */
@NullMarked
package io.spillway.it.load;

import org.jspecify.annotations.NullMarked;
