package io.spillway.drill.bench.health.responder;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Answers every request without a body with the same 200, whatever it asks: it looks for nothing but the blank line, because
 * what it uses of the machine is not what is measured. Owned by the event loop.
 */
final class AnswerHandler extends ChannelInboundHandlerAdapter {
    private static final String END = "\r\n\r\n";
    private static final ByteBuf ANSWER = Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(
            "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n\r\nok\n"
                    .getBytes(StandardCharsets.US_ASCII)))
            .asReadOnly();

    /** How much of the end of a request has been seen. */
    private int matched;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf read = (ByteBuf) message;
        int requests = 0;
        try {
            while (read.isReadable()) {
                requests += ends(read.readByte()) ? 1 : 0;
            }
        } finally {
            boolean _ = read.release();
        }
        for (int i = 0; i < requests; i++) {
            var _ = context.write(ANSWER.duplicate(), context.voidPromise());
        }
        if (requests > 0) {
            var _ = context.flush();
        }
    }

    /** Takes one more octet; tells whether it ends a request. */
    private boolean ends(byte octet) {
        if (octet == END.charAt(matched)) {
            matched = (matched + 1) % END.length();
            return matched == 0;
        }
        matched = octet == END.charAt(0) ? 1 : 0;
        return false;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
