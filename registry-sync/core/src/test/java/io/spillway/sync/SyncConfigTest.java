package io.spillway.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.process.config.ConfigFile;
import io.spillway.process.config.HostPort;
import io.spillway.process.config.LoadedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SyncConfigTest {

    @TempDir
    Path directory;

    @Test
    void everyKeyIsRead() throws IOException {
        LoadedConfig<SyncConfig> loaded = load("""
                idc: idc-a
                node: sync-1
                admin: 127.0.0.1:17400
                dataDir: /var/lib/spillway
                control: [127.0.0.1:17100, 127.0.0.1:17101]
                peers:
                  idc-b: {control: ["127.0.0.1:27100"]}
                lease: 4s
                guards: {confirmAfter: 30m}
                """);
        assertThat(loaded).isInstanceOfSatisfying(LoadedConfig.Loaded.class, it -> {
            SyncConfig config = (SyncConfig) it.config();
            assertThat(config.control()).containsExactly(new HostPort("127.0.0.1", 17100),
                    new HostPort("127.0.0.1", 17101));
            assertThat(config.peers()).containsOnlyKeys("idc-b");
            assertThat(config.lease()).isEqualTo(Duration.ofSeconds(4));
            assertThat(config.guards().confirmAfter()).isEqualTo(Duration.ofMinutes(30));
        });
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() throws IOException {
        Path file = directory.resolve("sync.yaml");
        assertThat(lines(load("""
                idc: idc-a
                node: sync-1
                dataDir: data
                control: []
                peers:
                  idc-a: {control: ["127.0.0.1:27100"]}
                lease: 20ms
                leese: 10s
                guards: {confirmAfter: 1s}
                """))).containsExactlyInAnyOrder(
                file + ":4: control: empty list (expected: list of at least one host:port)",
                file + ":5: peers: \"idc-a\" (expected: names of other IDCs than idc-a)",
                file + ":7: lease: \"20ms\" (expected: duration of 1s to 10m)",
                file + ":9: guards.confirmAfter: \"1s\" (expected: duration of 1m to 7d)",
                file + ":8: leese: unknown key (expected: one of idc, node, admin, dataDir, control, peers, lease, leaderLease, guards, sources,"
                        + " api, tls; did you mean lease?)");
    }

    @Test
    void aSourceNeedsAKnownKindAndSomewhereToWrite() throws IOException {
        Path file = directory.resolve("sync.yaml");
        assertThat(lines(load("""
                idc: idc-a
                node: sync-1
                dataDir: data
                control: [127.0.0.1:17100]
                sources:
                  vms: {kind: telepathy, folder: /etc, confirmAfter: 2h}
                """))).anyMatch(line -> line.startsWith(file + ":6: sources.vms.kind: \"telepathy\" (expected: one of"))
                .anyMatch(line -> line.contains("sources.vms.confirmAfter: \"2h\" (expected: duration of more than 0s"))
                .anyMatch(line -> line.contains("api: missing (expected: where the workloads of sources are written)"));
    }

    private static List<String> lines(LoadedConfig<SyncConfig> loaded) {
        return switch (loaded) {
            case LoadedConfig.Refused<SyncConfig>(List<String> lines) -> lines;
            case LoadedConfig.Loaded<SyncConfig> _ -> List.of();
        };
    }

    private LoadedConfig<SyncConfig> load(String text) throws IOException {
        Path file = directory.resolve("sync.yaml");
        Files.writeString(file, text);
        return ConfigFile.load(file, SyncConfig::read, name -> null);
    }
}
