/** What the access log writes. */
@NullMarked
package io.spillway.gateway.proxy.log;

import org.jspecify.annotations.NullMarked;
