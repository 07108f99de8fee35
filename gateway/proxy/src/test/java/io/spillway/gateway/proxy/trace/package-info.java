/** What a collector is told, and what endpoints are. */
@NullMarked
package io.spillway.gateway.proxy.trace;

import org.jspecify.annotations.NullMarked;
