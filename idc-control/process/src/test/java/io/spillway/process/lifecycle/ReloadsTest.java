package io.spillway.process.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.model.document.Tree;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An operator who sends SIGHUP learns what was read again, and what waits for a restart. */
class ReloadsTest {

    private final Reloads reloads = new Reloads();

    private static Tree file(String log, String node) {
        return Tree.mapping(Map.of("accessLog", Tree.text(log), "node", Tree.text(node)));
    }

    @Test
    void everyPartGetsTheFileAsItIsNow() {
        List<Tree> seen = new ArrayList<>();
        reloads.add("access log", List.of("accessLog"), file -> {
            seen.add(file);
            return "a -> b";
        });
        assertThat(reloads.run(file("a", "gw-1"), file("b", "gw-1"))).containsExactly("access log: a -> b");
        assertThat(seen).containsExactly(file("b", "gw-1"));
    }

    @Test
    void keysThatNobodyTakesAreNamed() {
        reloads.add("access log", List.of("accessLog"), file -> "done");
        assertThat(reloads.run(file("a", "gw-1"), file("b", "gw-2"))).containsExactly("access log: done",
                "changed in the file, and taken at the next start only: node");
    }

    @Test
    void onePartThatFailsDoesNotKeepTheOthersFromReloading() {
        reloads.add("certificates", List.of(), file -> {
            throw new IllegalStateException("gw.pem: no certificate");
        });
        reloads.add("access log", List.of(), file -> "opened again");
        assertThat(reloads.run(file("a", "g"), file("a", "g"))).containsExactly(
                "certificates: failed, what was in use stays: gw.pem: no certificate", "access log: opened again");
    }

    @Test
    void aHangupOfThisVeryProcessReloadsAndDoesNotEndIt() throws Exception {
        CountDownLatch reloaded = new CountDownLatch(1);
        boolean possible = Hangup.handle(reloaded::countDown);
        assertThat(possible).as("SIGHUP can be handled unless this process was started with nohup")
                .isEqualTo(!startedWithNohup());
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-HUP", self).start().waitFor()).isZero();
        assertThat(reloaded.await(possible ? 5000 : 0, TimeUnit.MILLISECONDS)).isEqualTo(possible);
    }

    /** Whether the first signal, SIGHUP, is in the mask of those that the kernel throws away for this process. */
    private static boolean startedWithNohup() throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
        return (Long.parseUnsignedLong(mask.substring("SigIgn:".length()).strip(), 16) & 1) == 1;
    }
}
