package io.spillway.registry.etcd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.registry.CommitResult;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import io.spillway.registry.kit.RecordingListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** etcd dies by kill -9, or freezes, and comes back. */
class KillAndRestartTest extends EtcdTest {

    @Test
    void whileItIsDeadReadsAndWritesAreRefusedInTimeAndSaySinceWhen() {
        List<ConnectionState> states = new CopyOnWriteArrayList<>();
        registry.onState(states::add);
        put("/spillway/v1/a", "1");
        Instant before = Instant.now();
        etcd.kill();
        await().until(() -> !registry.state().connected());

        assertThat(registry.state().since()).isBetween(before, Instant.now());
        assertThat(registry.state().changed()).isNull();
        assertThatThrownBy(() -> registry.range("/")).isInstanceOf(RegistryUnavailableException.class)
                .hasMessageStartingWith("registry unavailable since " + registry.state().since() + ": etcd [http://");
        assertThat(registry.commit(Transaction.put("/spillway/v1/a", 0, new byte[0])))
                .isInstanceOfSatisfying(CommitResult.Unavailable.class, unavailable -> {
                    assertThat(unavailable.since()).isEqualTo(registry.state().since());
                    assertThat(unavailable.outcomeUnknown()).isFalse();
                });

        etcd.start();
        await().until(() -> registry.state().connected());
        assertThat(registry.get("/spillway/v1/a")).get()
                .satisfies(found -> assertThat(new String(found.value(), StandardCharsets.UTF_8)).isEqualTo("1"));
        assertThat(states).extracting(ConnectionState::connected).containsExactly(false, true);
    }

    @Test
    void aWatchGoesOnWithoutGapOrRepetition() {
        RecordingListener seen = new RecordingListener();
        long first = put("/spillway/v1/w", "1");
        try (Watch _ = registry.watch("/spillway/v1/w", first, seen); EtcdRegistry other = open("two")) {
            await().untilAsserted(() -> assertThat(seen.revisions()).containsExactly(first));
            etcd.kill();
            await().until(() -> !registry.state().connected() && !other.state().connected());
            etcd.start();
            await().until(() -> other.state().connected());
            long second = put(other, "/spillway/v1/w", "2");
            long third = put(other, "/spillway/v1/w/x", "3");

            await().untilAsserted(() -> assertThat(seen.revisions()).containsExactly(first, second, third));
            assertThat(seen.compacted()).isEmpty();
            assertThat(seen.states()).extracting(ConnectionState::connected).startsWith(false).endsWith(true);
        }
    }

    @Test
    void aCompactionWhileItWasAwayMakesTheWatchListAgain() {
        RecordingListener seen = new RecordingListener();
        long first = put("/spillway/v1/w", "1");
        try (Watch _ = registry.watch("/spillway/v1/w", first, seen)) {
            await().untilAsserted(() -> assertThat(seen.revisions()).containsExactly(first));
            // The watch of this registry is held back by its own listener, as if it were away.
            seen.slow();
            put("/spillway/v1/w", "2");
            etcd.kill();
            await().until(() -> !registry.state().connected());
            etcd.start();
            try (EtcdRegistry other = open("two")) {
                await().until(() -> other.state().connected());
                put(other, "/spillway/v1/w", "3");
                long last = put(other, "/spillway/v1/w", "4");
                other.compact(last);
                seen.hurry();
                await().untilAsserted(() -> assertThat(seen.compacted()).containsExactly(last));
                assertThat(seen.revisions()).isSorted().doesNotContain(last);
            }
        }
    }

    @Test
    void aFrozenEtcdIsNoticedAndItsWatchGoesOnAfterwards() throws Exception {
        RecordingListener seen = new RecordingListener();
        long first = put("/spillway/v1/w", "1");
        try (Watch _ = registry.watch("/spillway/v1/w", first, seen)) {
            await().untilAsserted(() -> assertThat(seen.revisions()).containsExactly(first));
            etcd.signal("STOP");
            await().until(() -> !registry.state().connected());
            assertThat(registry.state().detail()).contains("no answer within 2000 ms");
            etcd.signal("CONT");
            await().until(() -> registry.state().connected());
            long second = put("/spillway/v1/w", "2");
            await().untilAsserted(() -> assertThat(seen.revisions()).containsExactly(first, second));
        } finally {
            etcd.signal("CONT");
        }
    }

    @Test
    void aProcessThatStartsWhileEtcdIsDeadConnectsWhenItComes() {
        put("/spillway/v1/a", "1");
        etcd.kill();
        try (EtcdRegistry late = open("one")) {
            assertThat(late.state().connected()).isFalse();
            assertThat(late.state().clusterId()).isEqualTo(registry.state().clusterId());
            await().during(Duration.ofMillis(500)).until(() -> !late.state().connected());
            etcd.start();
            await().until(() -> late.state().connected());
            assertThat(late.get("/spillway/v1/a")).isPresent();
        }
    }
}
