package io.spillway.gateway.proxy.forward;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;

/** The way to a client: octets out, and the ways to end. Used on the channel's event loop only. */
public final class ClientOutput {
    private final Channel channel;
    private final String client;

    public ClientOutput(Channel channel) {
        this.channel = channel;
        this.client = channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "unknown";
    }

    /** Returns the IP address of the other end. */
    public String client() {
        return client;
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /** Writes octets of the answer; they leave with the next {@link #flush}. */
    void write(ByteBuf octets) {
        var _ = channel.write(octets);
    }

    void flush() {
        channel.flush();
    }

    /** Tells whether the client takes the answer as fast as it comes. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Tells whether octets wait for the client to take them. */
    public boolean hasPending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && buffer.totalPendingWriteBytes() > 0;
    }

    /** Ends the connection at once; octets that were not sent are lost. */
    public void closeNow() {
        var _ = channel.close();
    }

    /** Ends the connection when everything has been sent. */
    public void closeWhenWritten() {
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> closeNow());
    }

    /** Ends our half when everything has been sent. */
    public void endWhenWritten() {
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> end());
    }

    private void end() {
        if (channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        } else {
            closeNow();
        }
    }
}
