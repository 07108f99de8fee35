package io.spillway.gateway.proxy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.process.config.ConfigFile;
import io.spillway.process.config.HostPort;
import io.spillway.process.config.LoadedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Every key and default of the gateway's file, and what is said about wrong ones. */
class GatewayConfigTest {
    @TempDir
    Path folder = Path.of("");

    private LoadedConfig<GatewayConfig> load(String text) throws Exception {
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, text);
        return ConfigFile.load(file, config -> GatewayConfig.read(config, 3), name -> null);
    }

    private GatewayConfig loaded(String text) throws Exception {
        return switch (load(text)) {
            case LoadedConfig.Loaded<GatewayConfig>(GatewayConfig config, var _) -> config;
            case LoadedConfig.Refused<GatewayConfig>(List<String> lines) -> throw new AssertionError(lines.toString());
        };
    }

    private List<String> refused(String text) throws Exception {
        return switch (load(text)) {
            case LoadedConfig.Loaded<GatewayConfig> loaded -> throw new AssertionError(loaded.toString());
            case LoadedConfig.Refused<GatewayConfig>(List<String> lines) -> lines.stream()
                    .map(line -> line.substring(line.indexOf("gateway.yaml"))).toList();
        };
    }

    @Test
    void defaults() throws Exception {
        GatewayConfig config = loaded("""
                idc: idc-a
                node: gw-1
                dataDir: /tmp/gw-1
                control: ["127.0.0.1:17001"]
                listeners: {entrance: "127.0.0.1:0"}
                """);
        assertThat(config.listeners()).isEqualTo(Map.of(ListenerRole.ENTRANCE, new HostPort("127.0.0.1", 0)));
        assertThat(config.limits()).isEqualTo(new GatewayConfig.Limits(32 * 1024, 100, Duration.ofSeconds(10),
                Duration.ofSeconds(60), Duration.ofSeconds(15), Duration.ofSeconds(4), 64 * 1024,
                Duration.ofSeconds(10)));
        assertThat(config.accessLog()).isEqualTo("off");
        assertThat(config.decisionHeaders()).isFalse();
        assertThat(config.eventLoops()).isEqualTo(3);
    }

    @Test
    void everyKey() throws Exception {
        GatewayConfig config = loaded("""
                idc: idc-a
                node: gw-1
                admin: 127.0.0.1:9901
                dataDir: /tmp/gw-1
                control: ["127.0.0.1:17001", "127.0.0.1:17002"]
                listeners: {entrance: "127.0.0.1:8080", crossing: "0.0.0.0:8443", local: "127.0.0.1:8081"}
                limits:
                  headerBytes: 16KiB
                  headerCount: 50
                  headerTimeout: 5s
                  idleTimeout: 30s
                  requestTimeout: 10s
                  upstreamIdleTimeout: 2s
                  replayBytes: 128KiB
                  drainTimeout: 20s
                accessLog: logs/access.log
                decisionHeaders: true
                eventLoops: 2
                """);
        assertThat(config.listeners()).hasSize(3);
        assertThat(config.limits()).isEqualTo(new GatewayConfig.Limits(16 * 1024, 50, Duration.ofSeconds(5),
                Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(2), 128 * 1024,
                Duration.ofSeconds(20)));
        assertThat(config.accessLog()).isEqualTo("logs/access.log");
        assertThat(config.proxySettings().forward().decisionHeaders()).isTrue();
        assertThat(config.proxySettings().eventLoops()).isEqualTo(2);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() throws Exception {
        assertThat(refused("""
                idc: idc-a
                node: gw-1
                dataDir: /tmp/gw-1
                control: []
                listeners: {entrance: "127.0.0.1:99999", exit: "127.0.0.1:1"}
                limits:
                  headerBytes: 10B
                  headerCount: many
                  idleTimeout: 0s
                eventLoops: 0
                """)).containsExactlyInAnyOrder(
                "gateway.yaml:4: control: empty list (expected: list of at least one host:port)",
                "gateway.yaml:5: listeners.entrance: \"127.0.0.1:99999\" (expected: host:port)",
                "gateway.yaml:5: listeners.exit: unknown key (expected: one of entrance, crossing, local)",
                "gateway.yaml:7: limits.headerBytes: \"10B\" (expected: size of 256B to 1048576B)",
                "gateway.yaml:8: limits.headerCount: \"many\" (expected: integer 1..10000)",
                "gateway.yaml:9: limits.idleTimeout: \"0s\" (expected: duration greater than zero)",
                "gateway.yaml:10: eventLoops: 0 (expected: integer 1..256)");
    }

    @Test
    void withoutAListenerThereIsNothingToDo() throws Exception {
        assertThat(refused("""
                idc: idc-a
                node: gw-1
                dataDir: /tmp/gw-1
                control: ["127.0.0.1:17001"]
                listeners: {}
                """)).containsExactly(
                "gateway.yaml:5: listeners: empty mapping (expected: at least one of entrance, crossing, local)");
    }
}
