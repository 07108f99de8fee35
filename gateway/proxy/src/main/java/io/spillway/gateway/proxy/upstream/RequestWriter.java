package io.spillway.gateway.proxy.upstream;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.ChunkWriter;
import org.jspecify.annotations.Nullable;

/** Writes requests to one HTTP/1 connection; puts bodies of unknown length into chunks. Owned by that connection. */
final class RequestWriter {
    /** Up to this size head and body leave as one buffer; on an empty socket buffer that is taken whole or not at all. */
    private static final int ONE_BUFFER = 16 * 1024;

    private boolean chunking;
    private boolean begun;
    private boolean complete;
    private @Nullable ByteBuf trailers;

    void begin(BodyForm body) {
        chunking = body == BodyForm.FRAMED;
        begun = false;
        complete = false;
        clear();
    }

    /** Tells whether the request has been written to its end: only then may the connection be used again. */
    boolean complete() {
        return complete;
    }

    /** Writes and flushes; returns false when certainly not one octet left this machine. */
    boolean writeFirst(Channel channel, ByteBuf head, List<ByteBuf> body) {
        begun = true;
        int size = head.readableBytes();
        for (int i = 0; i < body.size(); i++) {
            size += body.get(i).readableBytes();
        }
        if (size <= ONE_BUFFER) {
            append(head, body);
        }
        ChannelFuture written = channel.write(head);
        if (size > ONE_BUFFER) {
            for (int i = 0; i < body.size(); i++) {
                write(channel, body.get(i).retainedDuplicate());
            }
        }
        if (complete) {
            end(channel);
        }
        channel.flush();
        return !(written.isDone() && !written.isSuccess() && size <= ONE_BUFFER);
    }

    private void append(ByteBuf head, List<ByteBuf> body) {
        for (int i = 0; i < body.size(); i++) {
            ByteBuf octets = body.get(i);
            if (chunking) {
                ChunkWriter.append(head, octets, octets.readerIndex(), octets.readableBytes());
            } else {
                head.writeBytes(octets, octets.readerIndex(), octets.readableBytes());
            }
        }
    }

    void write(Channel channel, ByteBuf octets) {
        if (chunking) {
            ChunkWriter.chunk(channel.alloc(), octets, chunk -> {
                var _ = channel.write(chunk);
            });
        } else {
            var _ = channel.write(octets);
        }
    }

    void trailers(ByteBuf section) {
        clear();
        trailers = section;
    }

    void complete(Channel channel) {
        if (!complete) {
            complete = true;
            if (begun) {
                end(channel);
            }
        }
    }

    private void end(Channel channel) {
        if (chunking) {
            ByteBuf section = trailers;
            trailers = null;
            var _ = channel.write(ChunkWriter.end(channel.alloc(), section));
        }
    }

    void clear() {
        if (trailers != null) {
            trailers.release();
            trailers = null;
        }
    }
}
