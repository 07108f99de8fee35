package io.spillway.registry.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.Operation;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import io.spillway.registry.kit.RecordingListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** History is bounded by count and by bytes, also over a restart; who needs more is told to list again. */
@Tag("slow")
class HistoryLimitTest {

    @TempDir
    Path directory;

    @Test
    void theOldestRevisionsGoWhenTheCountIsReached() {
        try (EmbeddedRegistry registry = open(10, 1 << 20)) {
            write(registry, 25, 10);
            expectHistoryFrom(registry, 17, 26);
        }
        try (EmbeddedRegistry registry = open(10, 1 << 20)) {
            expectHistoryFrom(registry, 17, 26);
        }
    }

    @Test
    void theOldestRevisionsGoWhenTheBytesAreReached() {
        try (EmbeddedRegistry registry = open(1_000, 50_000)) {
            write(registry, 20, 9_990);
            expectHistoryFrom(registry, 17, 21);
        }
    }

    @Test
    void aListenerThatIsTooSlowIsToldSo() {
        try (EmbeddedRegistry registry = open(10, 1 << 20)) {
            RecordingListener slow = new RecordingListener().slow();
            try (Watch _ = registry.watch("/", 2, slow)) {
                write(registry, 200, 10);
                slow.hurry();
                await().untilAsserted(() -> assertThat(slow.compacted()).hasSize(1));
                assertThat(slow.revisions()).isSorted();
            }
        }
    }

    private static void expectHistoryFrom(EmbeddedRegistry registry, long oldest, long newest) {
        RecordingListener tooOld = new RecordingListener();
        RecordingListener enough = new RecordingListener();
        try (Watch _ = registry.watch("/", oldest - 1, tooOld); Watch _ = registry.watch("/", oldest, enough)) {
            await().untilAsserted(() -> assertThat(tooOld.compacted()).containsExactly(oldest - 1));
            await().untilAsserted(() -> assertThat(enough.progress()).isEqualTo(newest));
            assertThat(enough.revisions()).hasSize((int) (newest - oldest + 1)).first().isEqualTo(oldest);
        }
    }

    private static void write(EmbeddedRegistry registry, int times, int bytes) {
        for (int i = 0; i < times; i++) {
            assertThat(
                    registry.commit(new Transaction(List.of(), List.of(Operation.put("/key/next", new byte[bytes])))))
                    .isNotNull();
        }
    }

    private EmbeddedRegistry open(int revisions, long bytes) {
        return EmbeddedRegistry.open(new EmbeddedSettings(directory, "test", revisions, bytes), InstantSource.system(),
                Ticker.system(), new Random(1));
    }
}
