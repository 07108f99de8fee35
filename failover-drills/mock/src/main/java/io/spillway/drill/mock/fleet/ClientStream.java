package io.spillway.drill.mock.fleet;

import java.time.Duration;
import java.util.Objects;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.spillway.drill.mock.message.RequestOctets;
import org.jspecify.annotations.Nullable;

/** A client's stream, and the connection that it is on. Belongs to the event loop. */
final class ClientStream {

    private static final int ALL = Integer.MAX_VALUE;
    /** By it a server that has too many at once says when to come back. */
    private static final Metadata.Key<String> PUSHBACK = Metadata.Key.of("grpc-retry-pushback-ms",
            Metadata.ASCII_STRING_MARSHALLER);

    private final LoopGroup home;
    private @Nullable ClientCall<RequestOctets, Frame> call;
    private Connections.@Nullable Slot slot;

    ClientStream(LoopGroup home) {
        this.home = home;
    }

    /** What happens on a stream; nothing is said any more once it was closed from here. */
    interface Listener {

        /** It is there. */
        void opened();

        /** A message came. */
        void received(Frame frame);

        /** It ended, and not by our doing. {@code advice}: so long the server wants to be left alone, zero for no word of that. */
        void ended(Status status, Duration advice);
    }

    /** Opens a stream; the one before must have ended. */
    void open(Connections.Slot wanted, Listener listener) {
        slot = wanted;
        ClientCall<RequestOctets, Frame> fresh = home.connections.take(wanted).newCall(home.method,
                CallOptions.DEFAULT);
        call = fresh;
        fresh.start(new Inbound(fresh, listener), new Metadata());
        fresh.request(ALL);
    }

    /** Sends on the stream; says nothing when there is none. */
    void send(RequestOctets request) {
        ClientCall<RequestOctets, Frame> now = call;
        if (now != null) {
            now.sendMessage(request);
        }
    }

    /** Ends the stream, and the connection if nobody else is on it. */
    void close() {
        ClientCall<RequestOctets, Frame> now = call;
        call = null;
        if (now != null) {
            now.cancel("the client wants to", null);
        }
        release();
    }

    private void release() {
        Connections.Slot held = slot;
        slot = null;
        if (held != null) {
            home.connections.release(held);
        }
    }

    private final class Inbound extends ClientCall.Listener<Frame> {

        private final ClientCall<RequestOctets, Frame> mine;
        private final Listener listener;
        private boolean opened;

        Inbound(ClientCall<RequestOctets, Frame> mine, Listener listener) {
            this.mine = mine;
            this.listener = listener;
        }

        @Override
        public void onReady() {
            if (Objects.equals(call, mine) && !opened) {
                opened = true;
                listener.opened();
            }
        }

        @Override
        public void onMessage(Frame frame) {
            if (Objects.equals(call, mine)) {
                listener.received(frame);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (Objects.equals(call, mine)) {
                call = null;
                release();
                listener.ended(status, advice(trailers));
            }
        }

        private static Duration advice(Metadata trailers) {
            String millis = trailers.get(PUSHBACK);
            try {
                return millis == null ? Duration.ZERO : Duration.ofMillis(Math.max(0, Long.parseLong(millis)));
            } catch (NumberFormatException notANumber) {
                return Duration.ZERO;
            }
        }
    }
}
