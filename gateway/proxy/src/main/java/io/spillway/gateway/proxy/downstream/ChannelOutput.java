package io.spillway.gateway.proxy.downstream;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.spillway.gateway.proxy.forward.ClientOutput;
import io.spillway.gateway.proxy.listen.ClientAddress;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/** The way to an HTTP/1 client: octets out as they are, and the ways to end. Used on the channel's event loop only. */
final class ChannelOutput implements ClientOutput {
    private final Channel channel;
    private final String client;
    private boolean transportKnown;
    private boolean secure;
    private @Nullable SpiffeId peer;
    /** Whether what is HTTP is kept from a client that speaks something else. */
    private boolean mute;
    /** A head that waits for octets of its body, to leave with them as one buffer; null most of the time. */
    private @Nullable ByteBuf head;

    ChannelOutput(Channel channel) {
        this.channel = channel;
        this.client = address(channel);
    }

    /** Keeps everything from the client until {@link #speak}. */
    void mute() {
        mute = true;
    }

    /** From now on what is written is what the other end of a tunnel says. */
    void speak() {
        mute = false;
    }

    @Override
    public int clientPort() {
        return ClientAddress.port(channel);
    }

    @Override
    public @Nullable InetSocketAddress reached() {
        return channel.localAddress() instanceof InetSocketAddress address ? address : null;
    }

    /** Returns the client's IP address. */
    static String address(Channel channel) {
        return ClientAddress.of(channel);
    }

    @Override
    public String client() {
        return client;
    }

    @Override
    public boolean secure() {
        if (!transportKnown) {
            transportKnown = true;
            secure = ClientAddress.secure(channel);
            peer = secure ? ClientAddress.peer(channel) : null;
        }
        return secure;
    }

    @Override
    public @Nullable SpiffeId peer() {
        return secure() ? peer : null;
    }

    @Override
    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    @Override
    public void writeHead(ByteBuf octets, boolean last) {
        if (mute) {
            octets.release();
            return;
        }
        writeWaiting();
        if (last) {
            write(octets);
        } else {
            head = octets;
        }
    }

    private void write(ByteBuf octets) {
        // A failed write closes the channel, nobody needs a future for it.
        var _ = channel.write(octets, channel.voidPromise());
    }

    private void writeWaiting() {
        ByteBuf waiting = head;
        if (waiting != null) {
            head = null;
            write(waiting);
        }
    }

    @Override
    public void writeBody(ByteBuf octets) {
        if (mute) {
            octets.release();
            return;
        }
        ByteBuf waiting = head;
        if (waiting != null && octets.readableBytes() <= waiting.writableBytes()) {
            // Copying a little costs less than a gathering write does.
            waiting.writeBytes(octets);
            octets.release();
            writeWaiting();
        } else {
            writeWaiting();
            write(octets);
        }
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
    public void endTunnel() {
        endWhenWritten();
    }

    @Override
    public void flush() {
        writeWaiting();
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Tells whether octets wait for the client to take them. */
    boolean hasPending() {
        if (head != null) {
            return true;
        }
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && buffer.totalPendingWriteBytes() > 0;
    }

    /** Ends the connection at once; octets that were not sent are lost. */
    void closeNow() {
        discard();
        var _ = channel.close();
    }

    /** Ends the connection in the middle; {@code hard} so that nobody can take it for an end that the other side wanted. */
    void cut(boolean hard) {
        if (hard && channel instanceof SocketChannel && channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        closeNow();
    }

    /** Ends the connection when everything has been sent. */
    void closeWhenWritten() {
        writeWaiting();
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> closeNow());
    }

    /** Ends our half when everything has been sent. */
    void endWhenWritten() {
        writeWaiting();
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> shutOutput());
    }

    /** Forgets what waits; to be called when the channel is gone. */
    void discard() {
        ByteBuf waiting = head;
        if (waiting != null) {
            head = null;
            waiting.release();
        }
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
