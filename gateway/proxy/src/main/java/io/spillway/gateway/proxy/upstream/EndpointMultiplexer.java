package io.spillway.gateway.proxy.upstream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.spillway.gateway.proxy.http.HeadScanner;
import io.spillway.gateway.proxy.http.MessageHead;
import io.spillway.gateway.proxy.http.ResponseGate;
import io.spillway.gateway.proxy.http2.Codec;
import io.spillway.gateway.proxy.http2.HeadOctets;
import io.spillway.gateway.proxy.http2.Http2Limits;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection to an endpoint, for many requests at a time. It takes new ones until the endpoint says GOAWAY, its
 * stream numbers run out or it falls silent. Everything here belongs to the event loop of the channel, which is also the
 * loop of the downstream connections that use it.
 */
final class EndpointMultiplexer extends Http2ConnectionHandler {
    /** How many streams are tried before the endpoint has said how many it takes. */
    private static final int STREAMS_BEFORE_SETTINGS = 100;
    /** A connection with requests that hears nothing for so long is asked whether it lives. */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);
    /** How long the answer to that may take. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    /** How long a connection without requests is kept. */
    private static final long IDLE = TimeUnit.SECONDS.toNanos(60);

    private final MultiplexPool pool;
    private final UpstreamSettings settings;
    private final AsciiString scheme;
    private final Permit permit;
    private final Codec codec;
    private final HeadOctets octets = new HeadOctets();
    private final Http2Limits limits;
    private final HeadScanner scanner;
    private final MessageHead head = new MessageHead();
    private final ResponseGate gate = new ResponseGate(head);
    private final List<EndpointStream> touched = new ArrayList<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable EndpointStream opening;
    private boolean opened;
    private boolean settled;
    private boolean retired;
    private boolean reading;
    private boolean flushPending;
    private boolean pinged;
    private int answered;
    private long heardAt;

    private EndpointMultiplexer(MultiplexPool pool, UpstreamSettings settings, Codec codec, AsciiString scheme,
            Permit permit) {
        super(codec.decoder(), codec.encoder(), codec.settings(), true, true);
        this.pool = pool;
        this.settings = settings;
        this.scheme = scheme;
        this.permit = permit;
        this.codec = codec;
        this.limits = Http2Limits.forEndpoints(settings.limits());
        this.scanner = HeadScanner.forResponses(settings.limits());
        this.heardAt = pool.now();
        EndpointFrames frames = new EndpointFrames(this, codec);
        decoder().frameListener(frames);
        connection().addListener(frames);
        encoder().flowController().listener(frames::writabilityChanged);
    }

    static EndpointMultiplexer of(MultiplexPool pool, UpstreamSettings settings, AsciiString scheme,
            Permit permit) {
        Codec codec = Codec.client(Http2Limits.forEndpoints(settings.limits()), pool.allocator());
        return new EndpointMultiplexer(pool, settings, codec, scheme, permit);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        ctx.pipeline().addBefore(ctx.name(), null, codec.gather());
        super.handlerAdded(ctx);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        opened = true;
        pool.opened();
        super.channelActive(ctx);
        Http2Stream all = connection().connectionStream();
        decoder().flowController().incrementWindowSize(all,
                limits.connectionWindow() - decoder().flowController().windowSize(all));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        heardAt = pool.now();
        pinged = false;
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
        retire();
        if (opened) {
            pool.closed();
            permit.giveBack();
        }
        super.channelInactive(ctx);
        codec.heads().clear();
    }

    /** Tells whether one more request may be sent. */
    boolean hasRoom() {
        ChannelHandlerContext ctx = context;
        if (retired || ctx == null || !ctx.channel().isActive() || !connection().local().canOpenStream()) {
            return false;
        }
        return settled || connection().local().numActiveStreams() < STREAMS_BEFORE_SETTINGS;
    }

    EndpointStream stream() {
        return new EndpointStream(this, settings.limits());
    }

    /** No new requests from here on; the connection ends with the last one under way. */
    void retire() {
        retired = true;
        pool.forget(this);
        closeIfDone();
    }

    private void closeIfDone() {
        if (retired && connection().numActiveStreams() == 0 && ctx().channel().isActive()) {
            var _ = ctx().close();
        }
    }

    void settled() {
        settled = true;
    }

    /** A request has left the connection. */
    void released(boolean complete) {
        pool.returned();
        answered += complete ? 1 : 0;
        heardAt = pool.now();
    }

    void streamRemoved() {
        if (retired && context != null) {
            // Not at once: Netty may still be walking over its streams.
            ctx().channel().eventLoop().execute(this::closeIfDone);
        }
    }

    void took() {
        pool.took();
    }

    boolean hasAnswered() {
        return answered > 0;
    }

    /** To be called about once a second: closes what is not used, and asks the silent whether they live. */
    void sweep(long now) {
        long silent = now - heardAt;
        if (connection().numActiveStreams() == 0) {
            if (silent > IDLE) {
                retire();
            }
        } else if (pinged && silent > SILENCE + PATIENCE) {
            var _ = ctx().close();
        } else if (!pinged && silent > SILENCE) {
            pinged = true;
            var _ = encoder().writePing(ctx(), false, now, ctx().newPromise());
            flushSoon();
        }
    }

    /** The endpoint will take no new streams; those above the number it names were closed as not processed. */
    void goingAway() {
        retire();
    }

    /** Says goodbye and closes; for a connection without requests. */
    void close() {
        var _ = goAway(ctx(), 0, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx().newPromise());
        retire();
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

    boolean active() {
        return context != null && context.channel().isActive();
    }

    AsciiString scheme() {
        return scheme;
    }

    /** Where the head of an answer is scanned; one at a time. */
    HeadScanner scanner() {
        scanner.reset();
        head.clear();
        return scanner;
    }

    MessageHead head() {
        return head;
    }

    ResponseGate gate() {
        return gate;
    }

    /** Says whose stream the next one that is created is. */
    void opening(@Nullable EndpointStream stream) {
        opening = stream;
    }

    @Nullable
    EndpointStream opening() {
        return opening;
    }

    void touch(EndpointStream stream) {
        touched.add(stream);
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
