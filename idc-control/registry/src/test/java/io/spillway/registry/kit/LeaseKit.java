package io.spillway.registry.kit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.spillway.registry.CommitResult;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The part of the kit about leases, and what all parts write with. */
abstract class LeaseKit {

    static final String ROOT = "/spillway/v1/kit/";

    /** Returns the registry of this test; it may hold other keys, but none under {@code /spillway/v1/kit/}. */
    protected abstract Registry registry();

    @Test
    void keysOfALeaseThatIsNotKeptAliveGo() {
        long lease = registry().grantLease(Duration.ofSeconds(1));
        long revision = committed(Operation.put(ROOT + "leased", bytes("1"), lease));
        assertThat(registry().get(ROOT + "leased").orElseThrow().leaseId()).isEqualTo(lease);
        RecordingListener seen = new RecordingListener();
        try (Watch _ = registry().watch(ROOT, revision + 1, seen)) {
            await().untilAsserted(() -> assertThat(seen.events()).singleElement()
                    .satisfies(event -> assertThat(event.type()).isEqualTo(Event.Type.DELETE)));
        }
        assertThat(registry().get(ROOT + "leased")).isEmpty();
        assertThat(registry().keepAlive(lease)).isFalse();
        assertThat(registry().commit(new Transaction(List.of(), List.of(Operation.put(ROOT + "x", bytes("1"), lease)))))
                .isInstanceOf(CommitResult.Conflict.class);
    }

    @Test
    void aLeaseThatIsKeptAliveStaysAndARevokedOneGoesAtOnce() {
        long kept = registry().grantLease(Duration.ofSeconds(2));
        long revoked = registry().grantLease(Duration.ofSeconds(60));
        committed(new Transaction(List.of(), List.of(Operation.put(ROOT + "kept", bytes("1"), kept),
                Operation.put(ROOT + "revoked", bytes("1"), revoked))));

        registry().revokeLease(revoked);
        registry().revokeLease(revoked);
        assertThat(registry().range(ROOT).entries()).extracting(KeyValue::key).containsExactly(ROOT + "kept");

        await().pollInterval(Duration.ofMillis(300)).during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10))
                .until(() -> registry().keepAlive(kept));
        assertThat(registry().get(ROOT + "kept")).isPresent();
        registry().revokeLease(kept);
    }

    static Operation put(String key, String value) {
        return Operation.put(ROOT + key, bytes(value));
    }

    long committed(Operation operation) {
        return committed(new Transaction(List.of(), List.of(operation)));
    }

    long committed(Transaction transaction) {
        return switch (registry().commit(transaction)) {
            case CommitResult.Committed committed -> committed.revision();
            case CommitResult.Conflict conflict -> throw new AssertionError(conflict);
            case CommitResult.Unavailable unavailable -> throw new AssertionError(unavailable);
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
