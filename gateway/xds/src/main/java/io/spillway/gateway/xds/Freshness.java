package io.spillway.gateway.xds;

import java.time.Duration;

import io.spillway.gateway.xds.stream.ControlAddress;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/** Since when no control plane has stood behind what is served. Written by the owner thread, read by any. */
final class Freshness {

    private final Ticker ticker;
    private volatile State state = new State(false, null, null);

    Freshness(Ticker ticker) {
        this.ticker = ticker;
    }

    void restored(Duration age) {
        state = new State(true, null, ticker.nanos() - age.toNanos());
    }

    void served() {
        State before = state;
        state = new State(true, before.control, before.control == null ? (Long) ticker.nanos() : before.backedNanos);
    }

    void connected(ControlAddress address) {
        state = new State(state.serving, address.toString(), state.backedNanos);
    }

    void disconnected() {
        State before = state;
        state = new State(before.serving, null,
                before.control != null ? (Long) ticker.nanos() : before.backedNanos);
    }

    ConfigurationStatus status() {
        State now = state;
        boolean connected = now.control != null;
        Duration age = null;
        if (now.serving && connected) {
            age = Duration.ZERO;
        } else if (now.serving && now.backedNanos != null) {
            age = Duration.ofNanos(Math.max(0, ticker.nanos() - now.backedNanos));
        }
        return new ConfigurationStatus(now.serving, connected, now.control, age);
    }

    private record State(boolean serving, @Nullable String control, @Nullable Long backedNanos) {}
}
