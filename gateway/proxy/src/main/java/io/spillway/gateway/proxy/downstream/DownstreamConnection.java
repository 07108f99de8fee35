package io.spillway.gateway.proxy.downstream;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.spillway.gateway.proxy.forward.Downstream;
import io.spillway.gateway.proxy.forward.Exchange;
import io.spillway.gateway.proxy.forward.OwnAnswer;
import io.spillway.gateway.proxy.forward.Request;
import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.http.Cumulation;
import io.spillway.gateway.proxy.time.Deadline;
import io.spillway.gateway.snapshot.ListenerRole;
import org.jspecify.annotations.Nullable;

/**
 * One connection from a client: request after request, each answered before the next is looked at, which is what keeps
 * pipelined answers in order. Everything here belongs to the event loop of the channel.
 */
public final class DownstreamConnection extends ChannelInboundHandlerAdapter implements Downstream {
    /** How much of later requests is read while one is being answered. */
    private static final int READ_AHEAD = 64 * 1024;
    /** How long a client gets to read an answer that ends the connection. */
    private static final long LINGER = TimeUnit.SECONDS.toNanos(2);

    private enum State {
        /** Waiting for a head, or for the rest of it. */
        HEAD,
        /** An exchange runs and its request's body is not complete. */
        BODY,
        /** An exchange runs; what comes now belongs to the next request. */
        ANSWER,
        /** The last answer was given; what comes is thrown away. */
        CLOSING
    }

    private final Worker worker;
    private final DownstreamSettings settings;
    private final RequestReader reader;
    private final Request request;
    private final Cumulation cumulation = new Cumulation();
    private final Deadline deadline;
    private final Channel channel;
    private final String client;
    private State state = State.HEAD;
    private @Nullable Exchange exchange;
    private boolean advancing;
    private boolean again;
    private boolean inputClosed;
    private boolean bodyHeld;
    private boolean headTimed;

    /** Creates the handler of a channel that was just accepted. */
    public DownstreamConnection(Channel channel, Worker worker, ListenerRole role, DownstreamSettings settings) {
        this.channel = channel;
        this.worker = worker;
        this.settings = settings;
        reader = new RequestReader(settings.limits());
        request = new Request(reader.gate(), role);
        deadline = new Deadline(worker.wheel(), this::onDeadline);
        client = channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "unknown";
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        worker.meters().downstreamConnections(1);
        awaitRequest();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        if (state == State.CLOSING) {
            octets.release();
            return;
        }
        cumulation.add(octets);
        advance();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushRequest();
        }
    }

    /** Goes on as long as there is something to go on with. Answers given meanwhile lead back here by {@link #again}. */
    private void advance() {
        if (advancing) {
            again = true;
            return;
        }
        advancing = true;
        do {
            again = false;
            @Nullable
            ByteBuf in = cumulation.peek();
            if (in != null && in.isReadable()) {
                step(in);
            }
            cumulation.settle();
        } while (again);
        advancing = false;
        if (inputClosed) {
            endOfInput();
        }
        updateReading();
    }

    private void step(ByteBuf in) {
        switch (state) {
            case HEAD -> head(in);
            case BODY -> body(in);
            case ANSWER -> {
                // the next request waits for its turn
            }
            case CLOSING -> cumulation.clear();
        }
    }

    private void head(ByteBuf in) {
        switch (reader.head(in)) {
            case MORE -> {
                if (!headTimed && reader.started()) {
                    headTimed = true;
                    deadline.set(worker.now() + settings.headerTimeout().toNanos());
                }
            }
            case REFUSED -> refuse(OwnAnswer.of(reader.fault()));
            case HEAD -> {
                request.next();
                headTimed = false;
                deadline.clear();
                Exchange begun = new Exchange(worker, this, request);
                exchange = begun;
                state = State.BODY;
                body(in);
                if (exchange == begun) {
                    begun.start();
                }
            }
        }
    }

    private void body(ByteBuf in) {
        @Nullable
        Exchange running = exchange;
        if (running != null && reader.body(in, running) && exchange == running) {
            state = State.ANSWER;
        }
    }

    private void refuse(OwnAnswer answer) {
        Exchange.refuse(worker, this, request, answer);
        close();
    }

    @Override
    public void exchangeDone(boolean keepAlive) {
        exchange = null;
        if (!keepAlive) {
            close();
            return;
        }
        reader.next();
        state = State.HEAD;
        awaitRequest();
        advance();
    }

    private void awaitRequest() {
        deadline.set(worker.now() + settings.idleTimeout().toNanos());
    }

    private void onDeadline() {
        switch (state) {
            case HEAD -> {
                if (reader.started()) {
                    refuse(new OwnAnswer(408, "timeout", "the request's head did not come in time"));
                } else {
                    var _ = channel.close();
                }
            }
            case BODY, ANSWER -> {
                if (exchange != null) {
                    exchange.onDeadline();
                }
            }
            case CLOSING -> closeNow();
        }
    }

    /**
     * Ends the connection so that the last answer arrives: our side is shut, and what the client still sends is read and
     * thrown away for a while, because a close with unread octets would reset the connection under the answer.
     */
    private void close() {
        state = State.CLOSING;
        reader.next();
        if (!advancing) {
            cumulation.clear();
        } else {
            again = true;
        }
        if (inputClosed || !(channel instanceof DuplexChannel duplex)) {
            closeWhenWritten();
        } else {
            var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> shut(duplex));
        }
        deadline.set(worker.now() + LINGER);
        bodyHeld = false;
        updateReading();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputClosed = true;
            if (!advancing) {
                endOfInput();
            }
        }
    }

    /** The client sends no more. What it has sent completely is still answered. */
    private void endOfInput() {
        switch (state) {
            case HEAD -> {
                if (reader.started()) {
                    refuse(new OwnAnswer(400, "bad_request", "the request ended before its head was complete"));
                } else {
                    close();
                }
            }
            case BODY -> {
                if (exchange != null) {
                    exchange.fail(new OwnAnswer(400, "bad_request", "the request ended before its body was complete"));
                }
            }
            case ANSWER -> {
                // a half-closed client waits for its answer
            }
            case CLOSING -> closeWhenWritten();
        }
    }

    private static void shut(DuplexChannel duplex) {
        var _ = duplex.shutdownOutput();
    }

    private void closeNow() {
        var _ = channel.close();
    }

    private void closeWhenWritten() {
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> closeNow());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && channel.isWritable()) {
            exchange.onDownstreamWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        worker.meters().downstreamConnections(-1);
        deadline.discard();
        state = State.CLOSING;
        if (exchange != null) {
            exchange.cancel();
            exchange = null;
        }
        deadline.discard();
        reader.next();
        if (!advancing) {
            cumulation.clear();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }

    /** Tells whether no request is being read or answered: such a connection may be closed at any time. */
    public boolean idle() {
        return state == State.HEAD && !reader.started();
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
    public void write(ByteBuf octets) {
        var _ = channel.write(octets);
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void setReading(boolean reading) {
        bodyHeld = !reading;
        updateReading();
    }

    private void updateReading() {
        boolean wanted = state == State.CLOSING
                || (!(bodyHeld && state == State.BODY) && !(state == State.ANSWER && cumulation.size() > READ_AHEAD));
        if (channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public void abort() {
        state = State.CLOSING;
        exchange = null;
        var _ = channel.close();
    }
}
