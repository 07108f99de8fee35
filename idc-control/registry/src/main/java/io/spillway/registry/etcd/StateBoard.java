package io.spillway.registry.etcd;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.spillway.registry.ClusterChanged;
import io.spillway.registry.ConnectionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state that the link shows. Changed under the link's lock; read by anybody. */
final class StateBoard {

    private static final Logger LOG = LoggerFactory.getLogger(StateBoard.class);

    private final InstantSource clock;
    private final List<Consumer<ConnectionState>> listeners = new CopyOnWriteArrayList<>();
    private volatile ConnectionState state;

    StateBoard(InstantSource clock, @Nullable Identity known) {
        this.clock = clock;
        this.state = new ConnectionState(false, clock.instant(), known == null ? "" : known.id(),
                known == null ? 0 : known.epoch(), null, "not contacted yet");
    }

    ConnectionState state() {
        return state;
    }

    void onState(Consumer<ConnectionState> listener) {
        listeners.add(listener);
    }

    void connected(Identity identity) {
        set(new ConnectionState(true, clock.instant(), identity.id(), identity.epoch(), null, ""));
    }

    void refused(ClusterChanged changed) {
        set(new ConnectionState(false, clock.instant(), state.clusterId(), state.epoch(), changed,
                "another registry answers: expected " + changed.expected() + ", found " + changed.found() + ": "
                        + changed.detail() + "; if it is right: spillway registry accept --cluster-id "
                        + changed.found()));
    }

    void lost(String why) {
        set(new ConnectionState(false, clock.instant(), state.clusterId(), state.epoch(), state.changed(), why));
    }

    /** `since` stays while nothing but the reason changes. */
    private void set(ConnectionState next) {
        ConnectionState before = state;
        boolean sameSide = before.connected() == next.connected();
        state = sameSide
                ? new ConnectionState(next.connected(), before.since(), next.clusterId(), next.epoch(),
                        next.changed(), next.detail())
                : next;
        if (!sameSide || !before.clusterId().equals(next.clusterId())
                || !Objects.equals(before.changed(), next.changed())) {
            LOG.info("registry was {}, is {}", text(before), text(state));
            listeners.forEach(listener -> listener.accept(state));
        }
    }

    private static String text(ConnectionState state) {
        return state.connected()
                ? "connected (" + state.clusterId() + ", epoch " + state.epoch() + ")"
                : "not connected: " + state.detail();
    }
}
