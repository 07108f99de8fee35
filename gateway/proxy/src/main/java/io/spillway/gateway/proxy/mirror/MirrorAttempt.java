package io.spillway.gateway.proxy.mirror;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.BodyForm;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.time.Deadline;
import io.spillway.gateway.proxy.time.DeadlineWheel;
import io.spillway.gateway.proxy.upstream.ConnectListener;
import io.spillway.gateway.proxy.upstream.ResponseListener;
import io.spillway.gateway.proxy.upstream.UpstreamFailure;
import io.spillway.gateway.proxy.upstream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/** One copy on its way: sends it once, throws the answer away. Ends exactly once. Owned by its event loop. */
final class MirrorAttempt implements ConnectListener, ResponseListener {
    /** What an answer may have before the connection is not worth reading it to its end. */
    private static final long MOST_ANSWER = 1024 * 1024;

    private final Mirrors owner;
    private final String service;
    private final Copy copy;
    private final long bodySize;
    private final Deadline deadline;
    private @Nullable UpstreamStream stream;
    private boolean sent;
    private boolean over;
    private long answered;

    MirrorAttempt(Mirrors owner, String service, Copy copy, DeadlineWheel wheel) {
        this.owner = owner;
        this.service = service;
        this.copy = copy;
        this.bodySize = copy.bodySize();
        this.deadline = new Deadline(wheel, () -> end(Mirrors.TIMEOUT));
    }

    long bodySize() {
        return bodySize;
    }

    void start(@Nullable UpstreamStream free, long due) {
        deadline.set(due);
        if (free != null) {
            send(free);
        }
    }

    @Override
    public void onConnected(UpstreamStream opened) {
        if (over) {
            opened.giveBack();
        } else {
            send(opened);
        }
    }

    @Override
    public void onConnectFailed(String cause) {
        end(Mirrors.FAILED);
    }

    private void send(UpstreamStream free) {
        stream = free;
        sent = true;
        free.begin(this, copy.toHead(), copy.form(), BodyForm.CHUNKED);
        if (copy.trailers() != null) {
            free.trailers(copy.trailers());
        }
        free.requestComplete();
        boolean written = free.writeFirst(copy.head(), copy.body());
        copy.releaseBody();
        if (!written) {
            end(Mirrors.FAILED);
        }
    }

    private void end(String outcome) {
        if (over) {
            return;
        }
        over = true;
        deadline.discard();
        if (!sent) {
            copy.release();
        } else if (stream != null && !outcome.equals(Mirrors.ANSWERED)) {
            stream.abort();
        }
        owner.ended(this, service, outcome);
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
        answered += octets.readableBytes();
        octets.release();
        if (answered > MOST_ANSWER) {
            end(Mirrors.CUT);
        }
    }

    @Override
    public void onTrailers(ByteBuf section) {
        section.release();
    }

    @Override
    public void onComplete() {
        end(Mirrors.ANSWERED);
    }

    @Override
    public void onReadComplete() {
        // nothing to flush
    }

    @Override
    public void onBroken(UpstreamFailure failure) {
        stream = null;
        end(Mirrors.FAILED);
    }

    @Override
    public void onWritabilityChanged(boolean writable) {
        // everything has been written
    }
}
