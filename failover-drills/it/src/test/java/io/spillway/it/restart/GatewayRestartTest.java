package io.spillway.it.restart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The control plane is killed, then the gateway, and the gateway alone is started again, with its files as it left them
 * and with damaged ones. The processes are real, and so are the kills.
 */
@Tag("real")
class GatewayRestartTest {

    private static final Duration PROMISED = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private SampleService orders;
    private Idc idc;
    private String entrance;
    private String crossing;
    private String ads;

    @BeforeEach
    void leaveASnapshotOnDisk() throws Exception {
        entrance = "127.0.0.1:" + Tool.freePort();
        crossing = "127.0.0.1:" + Tool.freePort();
        orders = SampleService.start("idc-a");
        idc = Idc.start("idc-a", folder, Map.of("idc-a", crossing), orders.port());
        ads = idc.ads();
        try (Component gateway = idc.startGateway(ads, entrance, crossing)) {
            gateway.awaitReady();
            await().atMost(Duration.ofSeconds(30)).until(this::serves);
            await().atMost(Duration.ofSeconds(30)).until(() -> !snapshots().isEmpty());
        }
    }

    @AfterEach
    void stop() {
        idc.close();
        orders.close();
    }

    @Test
    void servesFromDiskWithinFiveSecondsWhenNoControlPlaneLives() throws Exception {
        idc.control().kill();
        long started = System.nanoTime();
        try (Component gateway = idc.startGateway(ads, entrance, crossing)) {
            await().atMost(PROMISED).pollInterval(Duration.ofMillis(20)).until(this::serves);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PROMISED);
            assertThat(gateway.log()).contains("nothing served -> serving");
        }
    }

    @Test
    void endsAndNamesTheFilesWhenAllAreCorruptAndNoControlPlaneLives() throws Exception {
        idc.control().kill();
        corrupt(snapshots());
        try (Component gateway = idc.startGateway(ads, entrance, crossing)) {
            assertThat(gateway.awaitExit(Duration.ofSeconds(20))).isNotZero();
            for (Path file : snapshots()) {
                assertThat(gateway.log()).contains(file.toString());
            }
            assertThat(gateway.log()).contains("SHA-256");
        }
    }

    @Test
    void putsCorruptFilesAsideAndSaysSoWhenAControlPlaneAnswers() throws Exception {
        List<Path> files = snapshots();
        corrupt(files);
        try (Component gateway = idc.startGateway(ads, entrance, crossing)) {
            await().atMost(Duration.ofSeconds(20)).until(this::serves);
            await().atMost(Duration.ofSeconds(20)).until(() -> gateway.log().contains("put aside as"));
        }
        try (Stream<Path> all = Files.list(snapshotFolder())) {
            assertThat(all.filter(file -> file.toString().contains(".quarantined-"))).hasSameSizeAs(files);
        }
    }

    private boolean serves() {
        return PlainHttp.get(entrance, Idc.HOST, "/").status() == 200;
    }

    private Path snapshotFolder() {
        return idc.gatewayFolder().resolve("data").resolve("xds");
    }

    private List<Path> snapshots() throws IOException {
        if (Files.notExists(snapshotFolder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(snapshotFolder())) {
            return files.filter(file -> file.toString().endsWith(".snapshot")).toList();
        }
    }

    private static void corrupt(List<Path> files) throws IOException {
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
    }
}
