package io.spillway.registry.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Watch;
import io.spillway.registry.kit.RecordingListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The process is killed with kill -9 in the middle of writing: nothing that it was told is lost. */
@Tag("slow")
class KillNineTest {

    @TempDir
    Path directory;

    @Test
    void everythingThatWasAcknowledgedIsThereAfterTheKill() throws Exception {
        long before = 0;
        for (int round = 0; round < 3; round++) {
            String[] acknowledged = writeAndKill(60 + 37 * round).split(" ");
            long revision = Long.parseLong(acknowledged[0]);
            int number = Integer.parseInt(acknowledged[1]);
            try (EmbeddedRegistry registry = EmbeddedRegistry.open(EmbeddedSettings.of(directory, "test"),
                    InstantSource.system(), Ticker.system(), new Random(1))) {
                long found = registry.range("/").revision();
                assertThat(found).isBetween(revision, revision + 1);
                KeyValue last = registry.get("/last").orElseThrow();
                KeyValue slot = registry.get("/slot/" + ByteBuffer.wrap(last.value()).getInt() % 50).orElseThrow();
                assertThat(ByteBuffer.wrap(last.value()).getInt()).isGreaterThanOrEqualTo(number);
                assertThat(slot.value()).isEqualTo(last.value());
                watchFromBeforeTheKill(registry, Math.max(before + 1, found - 100), found);
                before = found;
            }
        }
    }

    private static void watchFromBeforeTheKill(EmbeddedRegistry registry, long from, long to) {
        RecordingListener seen = new RecordingListener();
        try (Watch _ = registry.watch("/last", from, seen)) {
            await().untilAsserted(() -> assertThat(seen.progress()).isEqualTo(to));
            List<Long> revisions = seen.revisions();
            assertThat(revisions.getLast()).isEqualTo(to);
            assertThat(revisions).hasSizeBetween((int) (to - from), (int) (to - from) + 1);
        }
    }

    /** Returns the last line that was printed, that is, acknowledged. */
    private String writeAndKill(int lines) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), WriterProcess.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
            String last = "";
            for (int i = 0; i < lines; i++) {
                String line = out.readLine();
                assertThat(line).as("the writer ended by itself").isNotNull();
                last = line;
            }
            assertThat(writer.toHandle().destroyForcibly()).isTrue(); // the handle, so that what was printed can be read
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line.contains(" ") && line.length() >= last.length() ? line : last;
            }
            writer.waitFor();
            return last;
        }
    }
}
