/** Raw sockets on both sides of a real proxy server. */
@NullMarked
package io.spillway.gateway.proxy.harness;

import org.jspecify.annotations.NullMarked;
