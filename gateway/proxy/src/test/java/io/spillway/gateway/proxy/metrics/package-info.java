/** Tests of the gateway's meters: that operators can read about each of them. */
@NullMarked
package io.spillway.gateway.proxy.metrics;

import org.jspecify.annotations.NullMarked;
