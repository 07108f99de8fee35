/** Tests of TCP listeners: connections through one gateway and through two, and what a ClientHello says. */
@NullMarked
package io.spillway.gateway.proxy.tcp;

import org.jspecify.annotations.NullMarked;
