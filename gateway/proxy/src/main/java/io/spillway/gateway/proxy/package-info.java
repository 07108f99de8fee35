/** The Netty data plane. */
@NullMarked
package io.spillway.gateway.proxy;

import org.jspecify.annotations.NullMarked;
