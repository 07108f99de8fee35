/** Who a process is: {@link io.spillway.model.identity.SpiffeId}, the name in its certificate. */
@NullMarked
package io.spillway.model.identity;

import org.jspecify.annotations.NullMarked;
