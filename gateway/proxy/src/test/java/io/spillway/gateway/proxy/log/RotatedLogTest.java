package io.spillway.gateway.proxy.log;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A log that was renamed under the gateway: no line is lost, and new ones go to a new file. */
class RotatedLogTest {
    @TempDir
    Path folder;

    private static void write(LoopRing<AccessEntry> ring, String path) {
        ring.offer(new AccessEntry(0, "entrance", "192.0.2.1", "GET", "orders.example", path, 200, 0, 0, 1, "orders",
                "idc-a", "idc-a", 0, "ok", "127.0.0.1:1", 1));
    }

    @Test
    void whatCameBeforeIsInTheOldFileAndWhatComesAfterInTheNewOne() throws Exception {
        Path file = folder.resolve("access.log");
        AccessLog log = AccessLog.to(file);
        LoopRing<AccessEntry> ring = log.ring();
        write(ring, "/before");
        Path rotated = Files.move(file, folder.resolve("access.log.1"));
        assertThat(log.reopen(file)).isEqualTo(file + " -> " + file + ", opened again");
        write(ring, "/after");
        log.close();
        assertThat(rotated).content().contains("/before").doesNotContain("/after");
        assertThat(file).content().contains("/after").doesNotContain("/before");
    }

    @Test
    void aFileThatCannotBeOpenedLeavesTheOldOneInUse() throws Exception {
        Path file = folder.resolve("access.log");
        AccessLog log = AccessLog.to(file);
        LoopRing<AccessEntry> ring = log.ring();
        assertThat(log.reopen(folder)).contains("cannot be appended to", file + " stays in use");
        write(ring, "/later");
        log.close();
        assertThat(file).content().contains("/later");
    }

    @Test
    void aLogToAStreamStaysThere() throws Exception {
        try (AccessLog log = AccessLog.to(java.io.OutputStream.nullOutputStream())) {
            assertThat(log.reopen(folder.resolve("x"))).isEqualTo("does not go to a file");
        }
    }
}
