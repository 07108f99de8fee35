package io.spillway.gateway.proxy.upstream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
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

    private final MultiplexPool pool;
    private final UpstreamSettings settings;
    private final Permit permit;
    private final Codec codec;
    private final HeadOctets octets = new HeadOctets();
    private final Http2Limits limits;
    private final HeadScanner scanner;
    private final MessageHead head = new MessageHead();
    private final ResponseGate gate = new ResponseGate(head);
    private final List<EndpointStream> touched = new ArrayList<>();
    private final Offer offer = new Offer();
    private final Liveness liveness;
    private @Nullable ChannelHandlerContext context;
    private @Nullable EndpointStream opening;
    private boolean opened;
    private boolean retired;
    private boolean reading;
    private boolean flushPending;
    private int answered;

    private EndpointMultiplexer(MultiplexPool pool, UpstreamSettings settings, Codec codec, Permit permit) {
        super(codec.decoder(), codec.encoder(), codec.settings(), true, true);
        this.pool = pool;
        this.settings = settings;
        this.permit = permit;
        this.codec = codec;
        this.limits = Http2Limits.forEndpoints(settings.limits());
        this.scanner = HeadScanner.forResponses(settings.limits());
        this.liveness = new Liveness(pool.now(), pool.sharing());
        EndpointFrames frames = new EndpointFrames(this, codec);
        decoder().frameListener(frames);
        connection().addListener(frames);
        encoder().flowController().listener(frames::writabilityChanged);
    }

    static EndpointMultiplexer of(MultiplexPool pool, UpstreamSettings settings, Permit permit) {
        Codec codec = Codec.client(Http2Limits.forEndpoints(settings.limits()), pool.allocator());
        return new EndpointMultiplexer(pool, settings, codec, permit);
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
        // What the endpoint offers may be waited for before anything else is sent.
        ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        liveness.heard(pool.now());
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
        pool.gone(offer.answered());
    }

    /** Tells whether one more request may be sent. */
    boolean hasRoom() {
        ChannelHandlerContext ctx = context;
        if (retired || ctx == null || !ctx.channel().isActive() || !connection().local().canOpenStream()) {
            return false;
        }
        int most = offer.isKnown()
                ? pool.sharing().streams()
                : Math.min(pool.sharing().streams(), STREAMS_BEFORE_SETTINGS);
        return connection().local().numActiveStreams() + offer.waiting() < most;
    }

    EndpointStream stream() {
        return pool.sharing().tunnels()
                ? new TunnelStream(this, settings.limits())
                : new EndpointStream(this, settings.limits());
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

    /** The endpoint's SETTINGS have come. */
    void settled(boolean upgrades) {
        offer.settle(upgrades);
        pool.settled(this, offer.answered());
    }

    Offer offer() {
        return offer;
    }

    /** A request has left the connection. */
    void released(boolean complete) {
        pool.returned();
        answered += complete ? 1 : 0;
        liveness.active(pool.now());
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
        switch (liveness.look(now, connection().numActiveStreams() > 0)) {
            case UNUSED -> retire();
            case DEAD -> {
                var _ = ctx().close();
            }
            case SILENT -> {
                var _ = encoder().writePing(ctx(), false, now, ctx().newPromise());
                flushSoon();
            }
            case WELL -> {
                // nothing to do
            }
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

    MultiplexPool pool() {
        return pool;
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
