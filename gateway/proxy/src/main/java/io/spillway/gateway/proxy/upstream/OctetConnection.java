package io.spillway.gateway.proxy.upstream;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;

/**
 * A connection to an endpoint that need not speak HTTP: the head of the request, a CONNECT, does not leave, and that the
 * connection is open is the answer. From then on it is a tunnel. Belongs to the event loop of the channel.
 */
final class OctetConnection extends UpstreamConnection {
    private static final byte[] ESTABLISHED = "HTTP/1.1 200 Connection Established\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private boolean established;

    OctetConnection(EndpointPool pool, UpstreamSettings settings, Permit permit) {
        super(pool, settings, permit);
    }

    @Override
    void connected() {
        super.connected();
        channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    @Override
    public boolean writeFirst(ByteBuf head, List<ByteBuf> body) {
        head.release();
        // Told later: who sends a request does not expect its answer while sending.
        channel().eventLoop().execute(this::establish);
        return true;
    }

    /** Nobody takes it over: it may hold what was for somebody else. */
    @Override
    public void giveBack() {
        close();
    }

    @Override
    void read(ByteBuf received) {
        establish();
        super.read(received);
    }

    @Override
    void inputEnded() {
        establish();
        super.inputEnded();
    }

    private void establish() {
        if (!established && listener() != null && isOpen()) {
            established = true;
            super.read(channel().alloc().directBuffer(ESTABLISHED.length).writeBytes(ESTABLISHED));
            ResponseListener user = listener();
            if (user != null) {
                user.onReadComplete();
            }
        }
    }
}
