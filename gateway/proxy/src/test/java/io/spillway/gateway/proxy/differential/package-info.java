/** Our reading of HTTP/1 against that of two others. Start at {@link ThreeReadersTest}. */
@NullMarked
package io.spillway.gateway.proxy.differential;

import org.jspecify.annotations.NullMarked;
