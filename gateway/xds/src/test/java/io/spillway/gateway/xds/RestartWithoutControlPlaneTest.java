package io.spillway.gateway.xds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.gateway.xds.event.ConfigurationEvent.DiskFailed;
import io.spillway.gateway.xds.event.ConfigurationEvent.NothingUsable;
import io.spillway.gateway.xds.event.ConfigurationEvent.Promoted;
import io.spillway.gateway.xds.event.ConfigurationEvent.Quarantined;
import io.spillway.gateway.xds.event.ConfigurationEvent.Restored;
import io.spillway.gateway.xds.world.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The gateway is restarted while no control plane lives, with all that can be wrong with its files. */
@Tag("slow")
class RestartWithoutControlPlaneTest {

    @TempDir
    Path folder;

    private ScriptedControl control;

    @BeforeEach
    void startControl() throws Exception {
        control = ScriptedControl.start();
    }

    @AfterEach
    void stopControl() throws Exception {
        control.close();
    }

    /** Leaves one proven generation per port on the disk, the last port being the newest. */
    private void serveUntilProven(int... ports) throws Exception {
        Gateway gateway = new Gateway(folder);
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            Gateway.giveWorld(session, "v" + ports[0], ports[0]);
            await().until(() -> gateway.events(Promoted.class).size() == 1);
            for (int i = 1; i < ports.length; i++) {
                session.giveAcked(ResourceType.ENDPOINTS,
                        Resources.endpoints("orders/default", "v" + ports[i], ports[i]));
                int expected = i + 1;
                await().until(() -> gateway.events(Promoted.class).size() == expected);
            }
            assertThat(configuration.status().serving()).isTrue();
        }
    }

    private List<Path> files(String glob) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> folder.getFileSystem().getPathMatcher("glob:" + glob).matches(f.getFileName()))
                    .sorted().toList();
        }
    }

    private static void flipByte(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.floorMod(at, bytes.length)] ^= 0x10;
        Files.write(file, bytes);
    }

    @Test
    void servesFromDiskAtOnce() throws Exception {
        serveUntilProven(7001);
        Gateway gateway = new Gateway(folder);
        gateway.now.updateAndGet(now -> now.plus(Duration.ofHours(1)));
        try (GatewayConfiguration configuration = gateway.start(Gateway.nobody())) {
            assertThat(configuration.awaitFirst(Duration.ZERO)).isTrue();
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);
            assertThat(configuration.status().connected()).isFalse();
            assertThat(configuration.status().age()).isGreaterThanOrEqualTo(Duration.ofHours(1));
            assertThat(gateway.events(Restored.class)).hasSize(1);
        }
    }

    @Test
    void tellsTheControlPlaneThatReturnsWhatItHasFromDisk() throws Exception {
        serveUntilProven(7001);
        try (GatewayConfiguration configuration = new Gateway(folder).start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            assertThat(session.await(ResourceType.CLUSTER).getInitialResourceVersionsMap())
                    .containsEntry("orders/default", "v7001");
            session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v2", 7002));
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7002);
        }
    }

    @Test
    void usesThePreviousWhenTheNewestIsCorruptAndPutsThatAside() throws Exception {
        serveUntilProven(7001, 7002);
        Path newest = files("good-*.snapshot").getLast();
        flipByte(newest, -1);

        Gateway gateway = new Gateway(folder);
        try (GatewayConfiguration configuration = gateway.start(Gateway.nobody())) {
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);
            await().untilAsserted(() -> assertThat(gateway.events(Quarantined.class)).singleElement()
                    .satisfies(event -> {
                        assertThat(event.file()).isEqualTo(newest);
                        assertThat(event.why()).contains("SHA-256");
                        assertThat(event.renamedTo()).exists();
                    }));
            assertThat(newest).doesNotExist();
        }
    }

    @Test
    void usesThePreviousWhenTheNewestIsTruncatedOrEmpty() throws Exception {
        serveUntilProven(7001, 7002, 7003);
        List<Path> good = files("good-*.snapshot");
        Files.write(good.get(2), new byte[0]);
        byte[] second = Files.readAllBytes(good.get(1));
        Files.write(good.get(1), java.util.Arrays.copyOf(second, second.length / 2));
        try (GatewayConfiguration configuration = new Gateway(folder).start(Gateway.nobody())) {
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);
        }
    }

    @Test
    void refusesToStartWhenAllAreCorruptAndNobodyAnswersAndNamesTheFiles() throws Exception {
        serveUntilProven(7001, 7002);
        List<Path> good = files("good-*.snapshot");
        for (Path file : good) {
            flipByte(file, 100);
        }
        StartResult result = new Gateway(folder).tryStart(Gateway.nobody());
        assertThat(result).isInstanceOfSatisfying(StartResult.Refused.class, refused -> {
            assertThat(refused.files()).containsExactlyInAnyOrderElementsOf(good);
            assertThat(refused.reason()).contains(good.getFirst().toString(), good.getLast().toString(),
                    "127.0.0.1:1", "PT0.4S", "expected");
        });
        assertThat(files("good-*.snapshot")).as("left as evidence").isEqualTo(good);
    }

    @Test
    void putsAllAsideWhenTheyAreCorruptAndAControlPlaneAnswersInTime() throws Exception {
        serveUntilProven(7001, 7002);
        for (Path file : files("good-*.snapshot")) {
            flipByte(file, 100);
        }
        Gateway gateway = new Gateway(folder).startWithin(Duration.ofSeconds(10));
        Thread.ofVirtual().start(() -> {
            try {
                Gateway.giveWorld(control.awaitSession(), "v9", 7009);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7009);
            await().until(() -> gateway.events(Quarantined.class).size() == 2);
            assertThat(gateway.events(NothingUsable.class)).hasSize(1);
            await().until(() -> !gateway.events(Promoted.class).isEmpty());
        }
        assertThat(files("*.quarantined-*")).hasSize(2);
        try (GatewayConfiguration configuration = new Gateway(folder).start(Gateway.nobody())) {
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7009);
        }
    }

    @Test
    void refusesTheFileOfAnotherIdc() throws Exception {
        serveUntilProven(7001);
        StartResult result = new Gateway(folder).idc("idc-b").tryStart(Gateway.nobody());
        assertThat(result).isInstanceOfSatisfying(StartResult.Refused.class, refused -> assertThat(refused.reason())
                .contains("is of idc \"idc-a\" (expected: \"idc-b\")"));
    }

    @Test
    void waitsForAControlPlaneOnTheVeryFirstStart() {
        Gateway gateway = new Gateway(folder);
        try (GatewayConfiguration configuration = gateway.start(Gateway.nobody())) {
            assertThat(configuration.awaitFirst(Duration.ofMillis(50))).isFalse();
            assertThat(configuration.status().serving()).isFalse();
            assertThat(configuration.status().age()).isNull();
        }
    }

    @Test
    void aRestartBeforeAnythingIsProvenUsesTheCandidate() throws Exception {
        try (GatewayConfiguration configuration = new Gateway(folder).bake(Duration.ofHours(1))
                .start(control.address())) {
            Gateway.giveWorld(control.awaitSession(), "v1", 7001);
            assertThat(configuration.awaitFirst(Duration.ofSeconds(5))).isTrue();
        }
        assertThat(files("good-*")).isEmpty();
        try (GatewayConfiguration configuration = new Gateway(folder).bake(Duration.ofHours(1))
                .start(Gateway.nobody())) {
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);
        }
    }

    @Test
    void aCandidateThatKilledAProcessIsNotTriedBeforeTheProvenOnes() throws Exception {
        serveUntilProven(7001);
        serveWithoutProof("v2", 7002);
        // It is used once: this start stands for a process that dies of it.
        try (GatewayConfiguration configuration = new Gateway(folder).bake(Duration.ofHours(1))
                .start(Gateway.nobody())) {
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7002);
        }
        try (GatewayConfiguration configuration = new Gateway(folder).bake(Duration.ofHours(1))
                .start(Gateway.nobody())) {
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7001);
        }
    }

    @Test
    void aCandidateThatServesLongEnoughAfterARestartIsProven() throws Exception {
        serveUntilProven(7001);
        serveWithoutProof("v2", 7002);
        Gateway gateway = new Gateway(folder);
        try (GatewayConfiguration configuration = gateway.start(Gateway.nobody())) {
            await().until(() -> gateway.events(Promoted.class).size() == 1);
            assertThat(configuration.status().serving()).isTrue();
        }
        try (GatewayConfiguration configuration = new Gateway(folder).start(Gateway.nobody())) {
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7002);
        }
    }

    @Test
    void keepsThreeGenerations() throws Exception {
        serveUntilProven(7001, 7002, 7003, 7004, 7005);
        assertThat(files("good-*.snapshot")).hasSize(3);
        assertThat(files("candidate*")).isEmpty();
    }

    @Test
    void aDiskThatFailsCostsNeitherTrafficNorTheFilesBefore() throws Exception {
        Gateway gateway = new Gateway(folder);
        try (GatewayConfiguration configuration = gateway.start(control.address())) {
            ScriptedControl.Session session = control.awaitSession();
            Gateway.giveWorld(session, "v1", 7001);
            await().until(() -> gateway.events(Promoted.class).size() == 1);

            // A folder where the temporary file goes makes every write fail, for root as well.
            Path inTheWay = Files.createDirectory(folder.resolve("unfinished.tmp"));
            session.giveAcked(ResourceType.ENDPOINTS, Resources.endpoints("orders/default", "v2", 7002));
            await().until(() -> !gateway.events(DiskFailed.class).isEmpty());
            assertThat(Gateway.ports(configuration.current().get(), "orders/default")).containsExactly(7002);
            assertThat(files("good-*.snapshot")).hasSize(1);

            Files.delete(inTheWay);
            await().until(() -> gateway.events(Promoted.class).size() == 2);
        }
    }

    @Test
    void refusesAFolderThatIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way", StandardOpenOption.CREATE_NEW);
        assertThat(new Gateway(file).tryStart(Gateway.nobody())).isInstanceOfSatisfying(StartResult.Refused.class,
                refused -> assertThat(refused.files()).containsExactly(file));
    }

    private void serveWithoutProof(String version, int port) throws Exception {
        try (GatewayConfiguration configuration = new Gateway(folder).bake(Duration.ofHours(1))
                .start(control.address())) {
            control.awaitSession().giveAcked(ResourceType.ENDPOINTS,
                    Resources.endpoints("orders/default", version, port));
            assertThat(configuration.status().connected()).isTrue();
        }
        assertThat(files("candidate.snapshot")).hasSize(1);
    }
}
