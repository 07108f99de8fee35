/**
 * Tables of HTTP/1 messages: what must be refused, what must pass unchanged. Start at
 * {@link io.spillway.gateway.proxy.corpus.RequestFamilies}.
 */
@NullMarked
package io.spillway.gateway.proxy.corpus;

import org.jspecify.annotations.NullMarked;
