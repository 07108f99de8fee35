package io.spillway.gateway.proxy.upstream;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Writes the {@link Introduction} before anything else leaves, and goes. Belongs to one channel and its loop. */
final class IntroductionStage extends ChannelDuplexHandler {
    private final Introduction introduction;
    private boolean written;

    IntroductionStage(Introduction introduction) {
        this.introduction = introduction;
    }

    private void introduce(ChannelHandlerContext ctx) {
        if (!written) {
            written = true;
            var _ = ctx.write(introduction.octets(ctx.alloc()));
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        introduce(ctx);
        ctx.flush();
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
    }

    /** Whoever waited for the connection may write before the pipeline hears that it is there. */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        introduce(ctx);
        var _ = ctx.write(message, promise);
    }
}
