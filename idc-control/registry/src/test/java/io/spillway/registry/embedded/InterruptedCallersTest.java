package io.spillway.registry.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Callers are interrupted in the middle of their commits (a cancelled request): the file stays open for the others. */
class InterruptedCallersTest {

    @TempDir
    Path directory;

    @Test
    void theRegistryGoesOnWriting() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.open(EmbeddedSettings.of(directory, "test"),
                InstantSource.system(), Ticker.system(), new Random(1))) {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String key = "/caller/" + i;
                callers.add(Thread.ofPlatform().start(() -> writeUntilInterruptedOften(registry, key)));
            }
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                callers.forEach(Thread::interrupt);
                return callers.stream().noneMatch(Thread::isAlive);
            });
            assertThat(registry.state().connected()).isTrue();
            assertThat(registry.commit(put("/after"))).isInstanceOf(CommitResult.Committed.class);
        }
    }

    private static void writeUntilInterruptedOften(EmbeddedRegistry registry, String key) {
        for (int interrupts = 0; interrupts < 50;) {
            if (registry.commit(put(key)) instanceof CommitResult.Unavailable unavailable) {
                assertThat(unavailable.outcomeUnknown()).isTrue();
                assertThat(unavailable.reason()).isEqualTo("interrupted while waiting for the disk");
                interrupts++;
            }
            boolean _ = Thread.interrupted();
        }
    }

    private static Transaction put(String key) {
        return new Transaction(List.of(), List.of(Operation.put(key, new byte[100])));
    }
}
