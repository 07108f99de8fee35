package io.spillway.gateway.xds.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.gateway.xds.thread.OwnerThread;
import io.spillway.gateway.xds.world.ResourceType;
import io.spillway.gateway.xds.world.World;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one stream to one of several control planes, for ever. A stream that ends is replaced by one to the next
 * address after a waiting time with full jitter, or when the control plane said to come back; the world outlives it, so that the next stream asks for differences
 * only.
 *
 * <p>
 * Everything here is owned by the thread {@code owner}; every method must be called on it.
 */
public final class AdsClient {

    private final Node node;
    private final ControlPlanes planes;
    private final StreamTiming timing;
    private final World world;
    private final OwnerThread owner;
    private final AdsListener listener;
    private final FullJitter jitter;
    private final Ticker ticker;
    private final Turns turns;

    private @Nullable AdsStream stream;
    private boolean closed;

    /** Returns a client that does nothing until {@link #start()}. */
    public AdsClient(Node node, Control control, World world, OwnerThread owner, AdsListener listener) {
        this.node = node;
        this.planes = control.planes();
        this.timing = control.timing();
        this.world = world;
        this.owner = owner;
        this.listener = listener;
        this.jitter = new FullJitter(timing.retryBase(), timing.retryCap(), control.random());
        this.ticker = control.ticker();
        this.turns = new Turns(planes.addresses(), control.random().nextInt(planes.addresses().size()));
    }

    /** Opens the first stream. */
    public void start() {
        connect();
    }

    /** Ends the stream and opens no other. */
    public void close() {
        closed = true;
        AdsStream open = stream;
        stream = null;
        if (open != null) {
            open.close("the gateway stops");
        }
    }

    /** Asks for what the world wants now; without a stream the next one will. */
    public void align() {
        AdsStream open = stream;
        if (open != null) {
            open.align();
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        ControlAddress address = turns.take();
        AdsStream opening = new AdsStream(planes.channel(address), timing, node, world, owner,
                new StreamEvents(address));
        stream = opening;
        opening.open();
        owner.after(timing.openWithin(), () -> {
            if (stream == opening && !opening.reached()) {
                opening.close("did not open a stream within " + timing.openWithin());
                ended(opening, address, "did not open a stream within " + timing.openWithin(), Duration.ZERO);
            }
        });
    }

    private void ended(AdsStream which, ControlAddress address, String reason, Duration advice) {
        if (stream != which) {
            return;
        }
        stream = null;
        turns.leave(address, advice, ticker.nanos());
        Duration wait = turns.wait(jitter.next(), ticker.nanos());
        listener.onDisconnected(address, reason, wait);
        owner.after(wait, this::connect);
    }

    /** What a stream tells; its calls come on the owner thread. */
    private final class StreamEvents implements AdsStream.Events {

        private final ControlAddress address;

        StreamEvents(ControlAddress address) {
            this.address = address;
        }

        @Override
        public void onOpen(AdsStream which) {
            if (stream == which) {
                jitter.reset();
                listener.onConnected(address);
            }
        }

        @Override
        public void onApplied(AdsStream which, ResourceType type, World.Applied applied) {
            listener.onApplied(type, applied);
        }

        @Override
        public void onEnd(AdsStream which, String reason, Duration advice) {
            ended(which, address, reason, advice);
        }
    }

    /**
     * The control planes of this IDC.
     *
     * @param planes
     *            the first to be tried is drawn, then they take turns; one that says when to come back is asked then
     * @param ticker
     *            for how long one that said so is left alone
     */
    public record Control(ControlPlanes planes, StreamTiming timing, RandomGenerator random, Ticker ticker) {}
}
