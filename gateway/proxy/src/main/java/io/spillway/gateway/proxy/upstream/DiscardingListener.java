package io.spillway.gateway.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.ResponseGate;

/** Reads the rest of an answer that nobody wants, up to a limit beyond which closing is cheaper. */
final class DiscardingListener implements ResponseListener {
    private static final int LIMIT = 64 * 1024;

    private final UpstreamConnection connection;
    private int left = LIMIT;

    DiscardingListener(UpstreamConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onInformational(ResponseGate response) {
        // nobody is interested
    }

    @Override
    public void onHead(ResponseGate response) {
        // nobody is interested
    }

    @Override
    public void onBody(ByteBuf octets) {
        left -= octets.readableBytes();
        octets.release();
        if (left < 0) {
            connection.abort();
        }
    }

    @Override
    public void onTrailers(ByteBuf section) {
        section.release();
    }

    @Override
    public void onComplete() {
        // the connection has gone to the pool by itself
    }

    @Override
    public void onReadComplete() {
        // nothing to flush
    }

    @Override
    public void onBroken(UpstreamFailure failure) {
        // nobody is interested
    }

    @Override
    public void onWritabilityChanged(boolean writable) {
        // nothing is written
    }
}
