package io.spillway.it.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The newest of what a gateway wrote to its disk comes back as something else. */
@Tag("real")
class SnapshotBrokenTest {

    private static final String GATEWAY = "idc-a/gateway-1";
    private static final String CONTROL = "idc-a/idc-control";
    private static final Duration START = Duration.ofSeconds(10);

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    private final RunningFleet fleet = FLEET.get();

    @AfterEach
    void bringEverythingBack() throws Exception {
        fleet.start(CONTROL);
        fleet.start(GATEWAY);
    }

    @Test
    void theOneBeforeIsUsedWhenTheNewestIsCorrupt() throws Exception {
        Path newest = snapshots().resolve("candidate.snapshot");
        Awaitility.await("what is served is proven").atMost(Duration.ofSeconds(40))
                .until(() -> Files.notExists(newest)
                        && files(".snapshot").stream().anyMatch(SnapshotBrokenTest::isGood));
        fleet.kill(CONTROL);
        fleet.kill(GATEWAY);
        Path proven = files(".snapshot").stream().filter(SnapshotBrokenTest::isGood).toList().getLast();
        Files.copy(proven, newest, StandardCopyOption.REPLACE_EXISTING);
        corrupt(newest);

        fleet.startAlone(GATEWAY);

        Awaitility.await("serves").atMost(START).pollInterval(Duration.ofMillis(100))
                .until(() -> fleet.user("idc-a").get("/").by("idc-a"));
        assertThat(files(".snapshot")).contains(proven).doesNotContain(newest);
        assertThat(names("candidate.snapshot.quarantined-")).hasSize(1);
    }

    private Path snapshots() {
        return fleet.data("idc-a", "gateway-1").resolve("xds");
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(snapshots())) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private List<String> names(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(snapshots())) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(prefix)).toList();
        }
    }

    private static boolean isGood(Path file) {
        return file.getFileName().toString().startsWith("good-");
    }

    private static void corrupt(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 0x55;
        Files.write(file, content);
    }
}
