package io.spillway.control.health.probe;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** A connection that is accepted is a good answer. */
final class TcpProber implements Prober {

    private final Place place;
    private final Dial dial;
    private int attempt; // tells answers of checks that were given up
    private @Nullable Channel channel;

    TcpProber(Place place, Dial dial) {
        this.place = place;
        this.dial = dial;
    }

    @Override
    public void begin(Consumer<CheckOutcome> done) {
        int mine = ++attempt;
        dial.resolve(place, address -> {
            if (mine == attempt) {
                connect(address, mine, done);
            }
        });
    }

    private void connect(@Nullable InetSocketAddress address, int mine, Consumer<CheckOutcome> done) {
        if (address == null) {
            done.accept(new CheckOutcome.Unresolved(place.host()));
            return;
        }
        ChannelFuture connecting = dial.touch(address, new ChannelInboundHandlerAdapter());
        channel = connecting.channel();
        var _ = connecting.addListener((ChannelFuture connected) -> {
            var _ = connected.channel().close();
            if (mine == attempt) {
                attempt++;
                Throwable failure = connected.cause();
                done.accept(failure == null ? new CheckOutcome.Passed() : Dial.outcome(failure));
            }
        });
    }

    @Override
    public CheckOutcome giveUp() {
        close();
        return new CheckOutcome.TimedOut(false);
    }

    @Override
    public void close() {
        attempt++;
        if (channel != null) {
            var _ = channel.close();
            channel = null;
        }
    }
}
