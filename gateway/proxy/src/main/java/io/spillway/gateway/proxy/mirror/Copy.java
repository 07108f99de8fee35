package io.spillway.gateway.proxy.mirror;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.BodyForm;
import org.jspecify.annotations.Nullable;

/**
 * A whole request as it will be sent; owns its references.
 *
 * @param head the HTTP/1 head
 * @param body the octets of the body
 * @param trailers the trailers of a framed body, or null
 * @param toHead whether the answer has no body
 * @param form the form of the body
 */
public record Copy(ByteBuf head, List<ByteBuf> body, @Nullable ByteBuf trailers, boolean toHead, BodyForm form) {
    /** Returns how many octets the body has. */
    long bodySize() {
        long size = 0;
        for (ByteBuf octets : body) {
            size += octets.readableBytes();
        }
        return size;
    }

    /** Gives up everything. */
    void release() {
        head.release();
        releaseBody();
        if (trailers != null) {
            trailers.release();
        }
    }

    void releaseBody() {
        body.forEach(ByteBuf::release);
    }
}
