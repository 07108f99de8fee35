package io.spillway.gateway.proxy.downstream;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.spillway.gateway.proxy.forward.ClientOutput;

/** The way to an HTTP/1 client: octets out as they are, and the ways to end. Used on the channel's event loop only. */
final class ChannelOutput implements ClientOutput {
    private final Channel channel;
    private final String client;

    ChannelOutput(Channel channel) {
        this.channel = channel;
        this.client = address(channel);
    }

    /** Returns the IP address of the channel's other end. */
    static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "unknown";
    }

    @Override
    public String client() {
        return client;
    }

    @Override
    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    @Override
    public void writeHead(ByteBuf head, boolean last) {
        var _ = channel.write(head);
    }

    @Override
    public void writeBody(ByteBuf octets) {
        var _ = channel.write(octets);
    }

    @Override
    public void writeTrailers(ByteBuf section) {
        // An HTTP/1 client gets its trailers as a part of the chunked body, or not at all.
        section.release();
    }

    @Override
    public void end() {
        // the framing of the body has said it
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Tells whether octets wait for the client to take them. */
    boolean hasPending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && buffer.totalPendingWriteBytes() > 0;
    }

    /** Ends the connection at once; octets that were not sent are lost. */
    void closeNow() {
        var _ = channel.close();
    }

    /** Ends the connection when everything has been sent. */
    void closeWhenWritten() {
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> closeNow());
    }

    /** Ends our half when everything has been sent. */
    void endWhenWritten() {
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> shutOutput());
    }

    private void shutOutput() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shut();
        } else {
            // Without it the client could not tell the end of an answer from a cut.
            tls.closeOutbound().addListener(told -> shut());
        }
    }

    private void shut() {
        if (channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        } else {
            closeNow();
        }
    }
}
