package io.spillway.process.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigFileTest {

    record Limits(long headerBytes, int headerCount, Duration idle) {}

    record Config(CommonConfig common, List<HostPort> control, Limits limits, int weight) {}

    @TempDir
    Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = folder.resolve("gateway.yaml");
    }

    @Test
    void readsARightFile() throws Exception {
        assertThat(load("""
                idc: idc-a
                node: gw-1
                admin: 127.0.0.1:17001
                dataDir: ${HOME}/data
                control: ['127.0.0.1:18000', '[::1]:18001']
                limits:
                  headerBytes: 64KiB
                  idle: 2m
                weight: ${WEIGHT:5}
                """)).isInstanceOfSatisfying(LoadedConfig.Loaded.class, loaded -> assertThat(loaded.config()).isEqualTo(
                new Config(
                        new CommonConfig("idc-a", "gw-1", new HostPort("127.0.0.1", 17_001), Path.of("/home/x/data")),
                        List.of(new HostPort("127.0.0.1", 18_000), new HostPort("::1", 18_001)),
                        new Limits(65_536, 100, Duration.ofMinutes(2)), 5)));
    }

    @Test
    void everyDefaultIsPinned() throws Exception {
        assertThat(load("idc: a\nnode: n\ndataDir: d\nlimits: {}\n")).isInstanceOfSatisfying(LoadedConfig.Loaded.class,
                loaded -> assertThat(loaded.config())
                        .isEqualTo(new Config(new CommonConfig("a", "n", new HostPort("127.0.0.1", 0), Path.of("d")),
                                List.of(), new Limits(32_768, 100, Duration.ofSeconds(60)), 100)));
    }

    @Test
    void unknownKeyWrongTypeAndImpossibleWeightAreNamedAtOnceWithTheirLines() throws Exception {
        assertThat(load("""
                idc: idc-a
                node: GW 1
                dataDir: data
                contrl: [127.0.0.1:18000]
                control:
                - 127.0.0.1
                limits:
                  headerCount: "ten"
                  idle: 60
                weight: 10001
                """)).isEqualTo(new LoadedConfig.Refused<>(List.of(
                file + ":2: node: \"GW 1\" (expected: name of a-z, 0-9, '-' and '.', beginning and ending with a letter "
                        + "or digit, at most 128 characters)",
                file + ":6: control.0: \"127.0.0.1\" (expected: host:port with a port of 1..65535)",
                file + ":8: limits.headerCount: \"ten\" (expected: integer 1..1000)",
                file + ":9: limits.idle: 60 (expected: duration as in 250ms, 2s, 5m)",
                file + ":10: weight: 10001 (expected: integer 0..10000)",
                file + ":4: contrl: unknown key (expected: one of idc, node, admin, dataDir, control, limits, weight; "
                        + "did you mean control?)")));
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        assertThat(ConfigFile.load(folder.resolve("no.yaml"), ConfigFileTest::read, name -> null))
                .isEqualTo(new LoadedConfig.Refused<>(List.of(folder.resolve("no.yaml") + ": no such file")));
        Files.write(file, new byte[]{(byte) 0xc3, 0x28});
        assertThat(ConfigFile.load(file, ConfigFileTest::read, name -> null))
                .isEqualTo(new LoadedConfig.Refused<>(List.of(file + ": not text in UTF-8")));
        assertThat(load("a: 1\n---\nb: 2\n"))
                .isEqualTo(new LoadedConfig.Refused<>(List.of(file + ":3: document: 2 documents (expected: one)")));
        assertThat(load("idc: [a\n")).isInstanceOfSatisfying(LoadedConfig.Refused.class, refused -> assertThat(
                refused.lines().getFirst().toString()).startsWith(file + ":2: document: ").endsWith(
                        "(expected: YAML or JSON)"));
    }

    @Test
    void aVariableThatIsNotSetIsNamed() throws Exception {
        assertThat(load("idc: ${IDC}\n")).isEqualTo(new LoadedConfig.Refused<>(List.of(file
                + ":1: idc: ${IDC} (expected: environment variable IDC to be set, or a default as in ${IDC:default})")));
    }

    @Test
    void addressesPrintAsTheyAreRead() {
        for (String text : List.of("127.0.0.1:80", "[::1]:0", "host.example:65535")) {
            assertThat(HostPort.parse(text)).hasToString(text);
        }
        assertThat(new HostPort("127.0.0.1", 1).loopback()).isTrue();
        assertThat(new HostPort("::1", 1).loopback()).isTrue();
        assertThat(new HostPort("0.0.0.0", 1).loopback()).isFalse();
        assertThat(HostPort.CONNECT.parser().apply("a:0")).isNull();
        assertThat(HostPort.LISTEN.parser().apply("a:0")).isEqualTo(new HostPort("a", 0));
    }

    private LoadedConfig<Config> load(String text) throws IOException {
        Files.writeString(file, text);
        return ConfigFile.load(file, ConfigFileTest::read, Map.of("HOME", "/home/x")::get);
    }

    private static Config read(Decoder d) {
        return new Config(CommonConfig.read(d), d.list("control", HostPort.CONNECT),
                d.child("limits",
                        limits -> new Limits(limits.optional("headerBytes", ScalarType.SIZE, 32_768L),
                                limits.optional("headerCount", ScalarType.integer(1, 1000), 100),
                                limits.optional("idle", ScalarType.DURATION, Duration.ofSeconds(60)))),
                d.optional("weight", ScalarType.integer(0, 10_000), 100));
    }
}
