package io.spillway.gateway.proxy.downstream;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.drain.Leaving;
import io.spillway.gateway.proxy.forward.Refusals;
import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.http2.Codec;
import io.spillway.gateway.proxy.http2.Flood;
import io.spillway.gateway.proxy.http2.FrameBudget;
import io.spillway.gateway.proxy.http2.HeadOctets;
import io.spillway.gateway.proxy.http2.Http2Limits;
import io.spillway.gateway.proxy.listen.ClientAddress;
import io.spillway.gateway.proxy.time.Deadline;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection from a client: many requests at a time, each an {@link ClientStream}. The octets of all streams
 * leave together, once per turn of the event loop. Everything here belongs to the event loop of the channel.
 */
public final class ClientMultiplexer extends Http2ConnectionHandler implements Leaving {
    private final Codec codec;
    private final HeadOctets octets = new HeadOctets();
    private final Worker worker;
    private final ListenerRole role;
    private final DownstreamSettings settings;
    private final Http2Limits limits;
    private final FrameBudget budget;
    private final Deadline idle;
    private final ClientFarewell farewell;
    private final ClientFrames frames;
    private final List<ClientStream> touched = new ArrayList<>();
    private final ArrayDeque<ClientStream> free = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private String client = "unknown";
    private boolean secure;
    private @Nullable SpiffeId peer;
    private int streams;
    private boolean reading;
    private boolean flushPending;
    private boolean opened;
    private boolean refused;

    private ClientMultiplexer(Codec codec, Worker worker, ListenerRole role, DownstreamSettings settings) {
        super(codec.decoder(), codec.encoder(), codec.settings(), true);
        this.codec = codec;
        this.worker = worker;
        this.role = role;
        this.settings = settings;
        this.limits = limits(role, settings);
        this.budget = new FrameBudget(worker.now());
        this.idle = new Deadline(worker.wheel(), this::onIdle);
        this.farewell = new ClientFarewell(this, worker);
        this.frames = new ClientFrames(this, codec);
        decoder().frameListener(frames);
        connection().addListener(frames);
        encoder().flowController().listener(frames::writabilityChanged);
    }

    /** Returns what serves a channel on which both ends have agreed on HTTP/2; to be added to its pipeline. */
    public static ClientMultiplexer of(Channel channel, Worker worker, ListenerRole role,
            DownstreamSettings settings) {
        return new ClientMultiplexer(Codec.server(limits(role, settings), channel.alloc()), worker, role, settings);
    }

    private static Http2Limits limits(ListenerRole role, DownstreamSettings settings) {
        return Http2Limits.accepted(role == ListenerRole.CROSSING, settings.limits());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        ctx.pipeline().addBefore(ctx.name(), null, codec.gather());
        client = ChannelOutput.address(ctx.channel());
        secure = ClientAddress.secure(ctx.channel());
        peer = ClientAddress.peer(ctx.channel());
        super.handlerAdded(ctx);
        if (ctx.channel().isActive()) {
            opened(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        super.channelActive(ctx);
        opened(ctx);
    }

    private void opened(ChannelHandlerContext ctx) throws Http2Exception {
        if (!opened) {
            opened = true;
            worker.meters().downstreamConnections(1);
            int more = limits.connectionWindow()
                    - decoder().flowController().windowSize(connection().connectionStream());
            decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
            awaitStreams();
            ctx.flush();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        reading = false;
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).readComplete();
        }
        touched.clear();
        super.channelReadComplete(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            // A reset by the other side: this connection cannot go on.
            var _ = ctx.close();
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (opened) {
            worker.meters().downstreamConnections(-1);
        }
        idle.discard();
        super.channelInactive(ctx);
        codec.heads().clear();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            farewell.inputEnded();
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    protected void onStreamError(ChannelHandlerContext ctx, boolean outbound, Throwable cause,
            Http2Exception.StreamException error) {
        if (outbound || spend(2)) {
            super.onStreamError(ctx, outbound, cause, error);
        } else {
            onConnectionError(ctx, false, cause, Flood.MISTAKES.end());
        }
    }

    @Override
    protected void onConnectionError(ChannelHandlerContext ctx, boolean outbound, Throwable cause,
            @Nullable Http2Exception error) {
        if (!outbound && !refused) {
            refused = true;
            Refusals.connection(worker, role.routeName(), client, Flood.reason(error));
        }
        super.onConnectionError(ctx, outbound, cause, error);
    }

    /** Takes from what the client may waste; returns false when that is used up. */
    boolean spend(int cost) {
        return budget.spend(worker.now(), cost);
    }

    long now() {
        return worker.now();
    }

    FrameBudget budget() {
        return budget;
    }

    /** Returns a stream that serves a new request; it must be {@link #release}d. */
    ClientStream open(Http2Stream stream) {
        ClientStream next = free.pollFirst();
        if (next == null) {
            next = new ClientStream(this, worker, role, settings);
        }
        streams++;
        idle.clear();
        next.open(stream);
        return next;
    }

    void release(ClientStream done) {
        streams--;
        if (free.size() < limits.streams()) {
            free.addFirst(done);
        }
        awaitStreams();
        farewell.closeIfDone();
    }

    /** The stream gets {@link ClientStream#readComplete} when the socket has been read empty. */
    void touch(ClientStream stream) {
        touched.add(stream);
    }

    private void awaitStreams() {
        if (streams == 0) {
            idle.set(worker.now() + settings.idleTimeout().toNanos());
        }
    }

    private void onIdle() {
        if (streams == 0) {
            farewell.end();
        }
    }

    @Override
    public void leave(Drain drain) {
        farewell.leave(drain);
    }

    /** The connection has begun to drain: what has no end of its own is asked for one. */
    void leaveTunnels() {
        try {
            frames.leave();
        } catch (Http2Exception e) {
            onError(ctx(), true, e);
        }
    }

    /** Tells whether no request is being read or answered. */
    public boolean idle() {
        return streams == 0;
    }

    String client() {
        return client;
    }

    boolean secure() {
        return secure;
    }

    @Nullable
    SpiffeId peer() {
        return peer;
    }

    /** What the next head to be written is read from; a head is written at once. */
    HeadOctets octets() {
        return octets;
    }

    ChannelHandlerContext ctx() {
        if (context == null) {
            throw new IllegalStateException("used before it was added to a channel");
        }
        return context;
    }

    /** Lets octets leave at the end of this turn of the loop, or when the socket has been read empty. */
    void flushSoon() {
        if (!flushPending && !reading) {
            flushPending = true;
            ctx().channel().eventLoop().execute(() -> {
                flushPending = false;
                flush(ctx());
            });
        }
    }

    void reset(int streamId, Http2Error error) {
        var _ = resetStream(ctx(), streamId, error.code(), ctx().newPromise());
        flushSoon();
    }

    /** Lets the client send as many octets more on the stream. */
    void consumed(Http2Stream stream, int octets) {
        try {
            if (octets > 0 && decoder().flowController().consumeBytes(stream, octets)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(ctx(), true, e);
        }
    }
}
