/** What event loops bound together. */
@NullMarked
package io.spillway.gateway.proxy.guard;

import org.jspecify.annotations.NullMarked;
