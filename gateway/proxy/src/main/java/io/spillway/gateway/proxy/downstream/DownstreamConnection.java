package io.spillway.gateway.proxy.downstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.forward.Downstream;
import io.spillway.gateway.proxy.forward.Exchange;
import io.spillway.gateway.proxy.forward.OwnAnswer;
import io.spillway.gateway.proxy.forward.Request;
import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.http.Cumulation;
import io.spillway.gateway.proxy.http.Fault;
import io.spillway.gateway.proxy.time.Deadline;
import io.spillway.gateway.snapshot.ListenerRole;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1 connection from a client: request after request, each answered before the next is looked at, which is what keeps
 * pipelined answers in order. Everything here belongs to the event loop of the channel.
 */
public final class DownstreamConnection implements Downstream {
    /** How much of later requests is read while one is being answered. */
    private static final int READ_AHEAD = 64 * 1024;
    /** How long a client gets to end its side after all of an answer that ends the connection, in nanoseconds. */
    private static final long LINGER = 2_000_000_000L;

    private final Worker worker;
    private final DownstreamSettings settings;
    private final RequestReader reader;
    private final Request request;
    private final Cumulation cumulation = new Cumulation();
    private final Deadline deadline;
    private final Channel channel;
    private final ChannelOutput output;
    private State state = State.HEAD;
    private @Nullable Exchange exchange;
    private boolean advancing;
    private boolean again;
    private boolean inputClosed;
    private boolean bodyHeld;
    private boolean headTimed;
    private boolean readingNow;
    private boolean startPending;
    private boolean served;
    private long closingSince;
    private double drainMoment = -1;

    /** Creates the connection of a channel that was just accepted. */
    public DownstreamConnection(Channel channel, Worker worker, ListenerRole role, DownstreamSettings settings) {
        this.channel = channel;
        this.worker = worker;
        this.settings = settings;
        reader = new RequestReader(settings.limits());
        request = new Request(reader.gate(), role, false, worker.texts());
        deadline = new Deadline(worker.wheel(), this::onDeadline);
        output = new ChannelOutput(channel);
    }

    void opened() {
        worker.meters().downstreamConnections(1);
        awaitRequest();
    }

    void read(ByteBuf octets) {
        if (state == State.CLOSING) {
            octets.release();
            return;
        }
        cumulation.add(octets);
        readingNow = true;
        advance();
    }

    void readComplete() {
        readingNow = false;
        Exchange running = exchange;
        if (running != null && startPending) {
            startPending = false;
            running.start();
        } else if (running != null) {
            running.flushRequest();
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
            } // the next request waits for its turn
            case TUNNEL -> relay(in);
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
            case REFUSED -> {
                if (reader.fault() == Fault.HTTP2 && !served) {
                    startHttp2();
                } else if (reader.fault() == Fault.NOT_HTTP && !served) {
                    Exchange.turnAway(worker, output, request, OwnAnswer.of(Fault.NOT_HTTP));
                    output.closeNow();
                } else {
                    refuse(OwnAnswer.of(reader.fault()));
                }
            }
            case HEAD -> {
                served = true;
                request.next();
                headTimed = false;
                deadline.clear();
                Exchange begun = new Exchange(worker, this, request);
                exchange = begun;
                state = State.BODY;
                body(in);
                if (exchange == begun) {
                    start(begun);
                }
            }
        }
    }

    /** A body that is still coming in is waited for until the socket is read empty: it leaves with its head then. */
    private void start(Exchange begun) {
        if (state == State.BODY && readingNow) {
            startPending = true;
        } else {
            begun.start();
        }
    }

    private void body(ByteBuf in) {
        Exchange running = exchange;
        if (running != null && reader.body(in, running) && exchange == running) {
            state = State.ANSWER;
        }
    }

    /** The client speaks HTTP/2 by prior knowledge (RFC 9113 section 3.3): another handler gets what was read. */
    private void startHttp2() {
        state = State.CLOSING;
        deadline.discard();
        worker.meters().downstreamConnections(-1);
        ChannelHandlerContext ours = channel.pipeline().context(DownstreamHandler.class);
        channel.pipeline().addLast(ClientMultiplexer.of(channel, worker, request.role(), settings));
        ByteBuf octets = cumulation.take();
        if (octets != null) {
            var _ = ours.fireChannelRead(octets);
        }
        var _ = channel.pipeline().remove(ours.handler());
    }

    private void relay(ByteBuf in) {
        if (exchange != null) {
            exchange.onBody(in.readRetainedSlice(in.readableBytes()));
        }
    }

    /** What the client sent right behind its request belongs to the endpoint now. */
    @Override
    public void tunnel() {
        state = State.TUNNEL;
        advance();
        if (exchange != null) {
            exchange.flushRequest();
        }
    }

    private void refuse(OwnAnswer answer) {
        Exchange.refuse(worker, output, request, answer);
        close();
    }

    @Override
    public void exchangeDone(boolean keepAlive) {
        exchange = null;
        startPending = false;
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
        double scale = worker.overload().idleScale();
        long idle = settings.idleTimeout().toNanos();
        deadline.set(worker.now() + (scale < 1 ? (long) (idle * scale) : idle));
    }

    @Override
    public boolean leaving() {
        return worker.drain().active() && worker.drain().due(drainMoment());
    }

    private double drainMoment() {
        if (drainMoment < 0) {
            drainMoment = Drain.moment(worker.draws());
        }
        return drainMoment;
    }

    /**
     * Ends a connection on which nothing is under way when its moment has passed, and asks a client whose connection is a
     * WebSocket to come back elsewhere; others go with their next answer.
     */
    void leave(Drain drain) {
        if (state == State.TUNNEL && exchange != null && drain.due(drainMoment())) {
            exchange.leave();
        }
        if (idle() && drain.idleDue(drainMoment())) {
            output.closeNow();
        }
    }

    private void onDeadline() {
        switch (state) {
            case HEAD -> {
                if (reader.started()) {
                    refuse(new OwnAnswer(408, "timeout", "the request's head did not come in time"));
                } else {
                    output.closeNow();
                }
            }
            case BODY, ANSWER, TUNNEL -> {
                if (exchange != null) {
                    exchange.onDeadline();
                }
            }
            case CLOSING -> {
                if (output.hasPending() && worker.now() - closingSince < settings.idleTimeout().toNanos()) {
                    deadline.set(worker.now() + LINGER);
                } else {
                    output.closeNow();
                }
            }
        }
    }

    /**
     * Ends the connection so that the last answer arrives: our side is shut, and what the client still sends is read and
     * thrown away for a while, because a close with unread octets would reset the connection under the answer.
     */
    private void close() {
        state = State.CLOSING;
        reader.next();
        again = advancing;
        if (!advancing) {
            cumulation.clear();
        }
        if (inputClosed) {
            output.closeWhenWritten();
        } else {
            output.endWhenWritten();
        }
        closingSince = worker.now();
        deadline.set(closingSince + LINGER);
        bodyHeld = false;
        updateReading();
    }

    void inputEnded() {
        inputClosed = true;
        if (!advancing) {
            endOfInput();
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
            } // a half-closed client waits for its answer
            case TUNNEL -> {
                if (exchange != null) {
                    exchange.onClientEnd();
                }
            }
            case CLOSING -> output.closeWhenWritten();
        }
    }

    void writable() {
        if (exchange != null) {
            exchange.onDownstreamWritable();
        }
    }

    void closed() {
        worker.meters().downstreamConnections(-1);
        state = State.CLOSING;
        if (exchange != null) {
            exchange.cancel();
            exchange = null;
        }
        deadline.discard();
        output.discard();
        reader.next();
        if (!advancing) {
            cumulation.clear();
        }
    }

    /** Tells whether no request is being read or answered: such a connection may be closed at any time. */
    public boolean idle() {
        return state == State.HEAD && !reader.started() && !output.hasPending();
    }

    @Override
    public ChannelOutput output() {
        return output;
    }

    @Override
    public void setReading(boolean reading) {
        bodyHeld = !reading;
        updateReading();
    }

    private void updateReading() {
        boolean wanted = state == State.CLOSING
                || (!(bodyHeld && (state == State.BODY || state == State.TUNNEL))
                        && !(state == State.ANSWER && cumulation.size() > READ_AHEAD));
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
        output.closeNow();
    }
}
