package io.spillway.control.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.control.ads.AdsObserver;
import io.spillway.control.ads.AdsServer;
import io.spillway.control.ads.AdsService;
import io.spillway.control.ads.AdsTls;
import io.spillway.control.ads.RehearsalClient;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A node that has just started is asked for a switch-over. */
@Tag("slow")
class WarmUpTest {

    @Test
    void rehearsedShiftsAreAckedByClientsOnLoopback() throws Exception {
        long[] nanos = {0};
        // every look at the clock takes 200 ms: the time is up after some 100 looks, on any machine
        Ticker slow = () -> nanos[0] += Duration.ofMillis(200).toNanos();
        CompletableFuture<Void> enough = new CompletableFuture<>();

        int rounds = new WarmUp(new StateKeeper.Times(slow, InstantSource.system()), null).play(enough);

        assertThat(rounds).isBetween(1, 100);
        assertThat(enough).as("a node waits for the first rounds only").isCompleted();
    }

    @Test
    void aNodeWithTlsRehearsesIt(@TempDir Path folder) throws Exception {
        List<String> refused = new CopyOnWriteArrayList<>();
        AdsTls tls = Certificates.tls(new Certificates(folder).identity(), refused::add);
        try (AdsServer server = new AdsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(new AdsService("a", Catalog::empty, List::of,
                        new StateKeeper.Times(Ticker.system(), InstantSource.system()), Duration.ofSeconds(5),
                        AdsObserver.NONE)),
                tls)) {
            server.start();
            try (RehearsalClient client = new RehearsalClient(server.port(), tls, "gateway", "a",
                    List.of(ResourceType.ROUTE))) {
                assertThat(client.await(10_000)).as("refused: %s", refused).isTrue();
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void aRehearsalThatFailsKeepsNoNodeFromBeingReady() {
        Ticker broken = () -> {
            throw new IllegalStateException("no clock");
        };

        assertThat(WarmUp.start(new StateKeeper.Times(broken, InstantSource.system()), null))
                .succeedsWithin(Duration.ofSeconds(10));
    }
}
