package io.spillway.sync.peer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.model.time.Ticker;
import io.spillway.process.config.HostPort;
import io.spillway.sync.peer.SyncView.PeerView;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** registry-sync of idc-a between its own control plane and the one of idc-b. */
abstract class SyncTest {

    static final Duration LEASE = Duration.ofSeconds(2);

    final FakePeer peer = new FakePeer();
    final FakeControl control = new FakeControl();
    final List<String> observed = new CopyOnWriteArrayList<>();
    SourceWords sources = SourceWords.NONE;
    private @Nullable Synchronizer started;

    void start() {
        start(List.of(peer.address()));
    }

    void start(List<HostPort> peerAddresses) {
        started = Synchronizer.start(
                new SyncSettings("idc-a", "sync-1", List.of(control.address()), Map.of("idc-b", peerAddresses), LEASE),
                new SyncSurroundings(Ticker.system(), InstantSource.system(), new Random(7), new SyncObserver() {
                    @Override
                    public void held(String from, String service, String guard) {
                        observed.add("held " + from + " " + service + " " + guard);
                    }

                    @Override
                    public void lacked(String from) {
                        observed.add("lacked " + from);
                    }

                    @Override
                    public void refused(String from, String name, String reason) {
                        observed.add("refused " + from + " " + name + ": " + reason);
                    }
                }, LinkTls.PLAINTEXT, sources));
    }

    @AfterEach
    void stopAll() {
        if (started != null) {
            started.close();
        }
        peer.close();
        control.close();
    }

    PeerView view() {
        return all().peers().getFirst();
    }

    SyncView all() {
        return Objects.requireNonNull(started).view();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
