/**
 * HTTP/1 as bytes: the strict framing gate. A head is one buffer and an index of slices, a body is a count or a chunk
 * scanner; nothing is copied and nothing ambiguous passes. Start at {@link HeadScanner}, then {@link RequestGate} and
 * {@link ResponseGate}.
 */
@NullMarked
package io.spillway.gateway.proxy.http;

import org.jspecify.annotations.NullMarked;
