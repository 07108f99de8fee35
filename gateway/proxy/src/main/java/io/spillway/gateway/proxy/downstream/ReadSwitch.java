package io.spillway.gateway.proxy.downstream;

import io.netty.channel.Channel;
import io.spillway.gateway.proxy.listen.AutoRead;

/**
 * Whether a client is read from: not while what it sent last cannot be passed on, and not far beyond the request that is
 * being answered. Used on the connection's event loop only.
 */
final class ReadSwitch {
    /** How much of later requests is read while one is being answered. */
    private static final int READ_AHEAD = 64 * 1024;

    private final Channel channel;
    private boolean held;

    ReadSwitch(Channel channel) {
        this.channel = channel;
    }

    /** Says whether the receiver of the body, or of what goes through the tunnel, takes no more for now. */
    void hold(boolean wanted) {
        held = wanted;
    }

    /** Reads or does not, as the state has it; {@code waiting} is how many octets nobody has used yet. */
    void update(State state, int waiting) {
        boolean wanted = switch (state) {
            case BODY, TUNNEL -> !held;
            case ANSWER -> waiting <= READ_AHEAD;
            case HEAD, CLOSING -> true;
        };
        AutoRead.set(channel, wanted);
    }
}
