package io.spillway.gateway.proxy.downstream;

import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.forward.Downstream;
import io.spillway.gateway.proxy.forward.Exchange;
import io.spillway.gateway.proxy.forward.OwnAnswer;
import io.spillway.gateway.proxy.forward.Refusals;
import io.spillway.gateway.proxy.forward.Request;
import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.http.Fault;
import io.spillway.gateway.proxy.http.RequestGate;
import io.spillway.gateway.proxy.time.Deadline;
import io.spillway.gateway.snapshot.ListenerRole;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1 connection from a client: request after request, each answered before the next is looked at, which is what keeps
 * pipelined answers in order. Everything here belongs to the event loop of the channel.
 */
public final class DownstreamConnection implements Downstream {
    private final Worker worker;
    private final DownstreamSettings settings;
    private final RequestReader reader;
    private final Request request;
    private final Intake intake = new Intake(this::step);
    private final Deadline deadline;
    private final Channel channel;
    private final ChannelOutput output;
    private final HeadWait headWait;
    private final StartHold startHold = new StartHold();
    private final ReadSwitch reading;
    private final LastAnswer lastAnswer;
    private final DrainMoment drainMoment;
    private State state = State.HEAD;
    private @Nullable Exchange exchange;
    private boolean inputClosed;
    private boolean served;

    /** Creates the connection of a channel that was just accepted. */
    public DownstreamConnection(Channel channel, Worker worker, ListenerRole role, DownstreamSettings settings) {
        this(channel, worker, gate -> new Request(gate, role, false, worker.texts()), settings);
    }

    /** Creates the same of a channel whose requests are seen by {@code view}. */
    public DownstreamConnection(Channel channel, Worker worker, Function<RequestGate, Request> view,
            DownstreamSettings settings) {
        this.channel = channel;
        this.worker = worker;
        this.settings = settings;
        reader = new RequestReader(settings.limits());
        request = view.apply(reader.gate());
        deadline = new Deadline(worker.wheel(), this::onDeadline);
        output = new ChannelOutput(channel);
        reading = new ReadSwitch(channel);
        drainMoment = new DrainMoment(worker);
        headWait = new HeadWait(worker, deadline, settings);
        lastAnswer = new LastAnswer(worker, output, deadline, settings.idleTimeout());
    }

    /** Keeps the answer to a CONNECT, which the client has not sent, from the client; returns this. */
    public DownstreamConnection silently() {
        output.mute();
        return this;
    }

    void opened() {
        worker.meters().downstreamConnections(1);
        headWait.begin();
    }

    void read(ByteBuf octets) {
        if (state == State.CLOSING) {
            octets.release();
            return;
        }
        intake.add(octets);
        startHold.reading();
        advance();
    }

    void readComplete() {
        startHold.readComplete(exchange);
    }

    /** Goes on as long as there is something to go on with. Answers given meanwhile lead back here, and are not nested. */
    private void advance() {
        if (!intake.advance()) {
            return;
        }
        if (inputClosed) {
            endOfInput();
        }
        reading.update(state, intake.size());
    }

    private void step(ByteBuf in) {
        switch (state) {
            case HEAD -> head(in);
            case BODY -> body(in);
            case ANSWER -> {
            } // the next request waits for its turn
            case TUNNEL -> relay(in);
            case CLOSING -> in.skipBytes(in.readableBytes());
        }
    }

    private void head(ByteBuf in) {
        switch (reader.head(in)) {
            case MORE -> headWait.more(reader.started());
            case REFUSED -> headRefused();
            case HEAD -> {
                served = true;
                request.next();
                headWait.end();
                Exchange begun = new Exchange(worker, this, request);
                exchange = begun;
                state = State.BODY;
                body(in);
                if (exchange == begun) {
                    startHold.start(begun, state);
                }
            }
        }
    }

    private void headRefused() {
        if (reader.fault() == Fault.HTTP2 && !served) {
            startHttp2();
        } else if (reader.fault() == Fault.NOT_HTTP && !served) {
            Refusals.turnAway(worker, output, request, OwnAnswer.of(Fault.NOT_HTTP));
            output.closeNow();
        } else {
            refuse(OwnAnswer.of(reader.fault()));
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
        DownstreamHandler.replace(channel, ClientMultiplexer.of(channel, worker, request.role(), settings),
                intake.take());
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
        output.speak();
        advance();
        if (exchange != null) {
            exchange.flushRequest();
        }
    }

    private void refuse(OwnAnswer answer) {
        Refusals.refuse(worker, output, request, answer);
        close();
    }

    @Override
    public void exchangeDone(boolean keepAlive) {
        exchange = null;
        startHold.forget();
        if (!keepAlive) {
            close();
            return;
        }
        reader.next();
        state = State.HEAD;
        headWait.begin();
        advance();
    }

    @Override
    public boolean leaving() {
        return drainMoment.passed();
    }

    /** Ends an idle connection when its moment has passed, asks that of a WebSocket to go; others go with their answer. */
    void leave(Drain drain) {
        boolean idle = state == State.HEAD && !reader.started() && !output.hasPending();
        drainMoment.leave(drain, state == State.TUNNEL ? exchange : null, idle ? output : null);
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
            case CLOSING -> lastAnswer.onDeadline();
        }
    }

    private void close() {
        state = State.CLOSING;
        reader.next();
        intake.drop();
        lastAnswer.begin(inputClosed);
        setReading(true);
    }

    void inputEnded() {
        inputClosed = true;
        if (!intake.advancing()) {
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
            case BODY, TUNNEL -> {
                if (exchange != null) {
                    exchange.onClientEnd();
                }
            }
            case ANSWER -> {
            } // a half-closed client waits for its answer
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
        intake.drop();
    }

    @Override
    public ChannelOutput output() {
        return output;
    }

    @Override
    public void setReading(boolean wanted) {
        reading.hold(!wanted);
        reading.update(state, intake.size());
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public void abort() {
        output.cut(state == State.TUNNEL);
        state = State.CLOSING;
        exchange = null;
    }
}
