/** Listeners and transports. */
@NullMarked
package io.spillway.gateway.proxy.listen;

import org.jspecify.annotations.NullMarked;
