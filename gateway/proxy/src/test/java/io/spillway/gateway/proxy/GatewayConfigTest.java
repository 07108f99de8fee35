package io.spillway.gateway.proxy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.proxy.listen.UnixSocket;
import io.spillway.gateway.proxy.overload.OverloadSettings;
import io.spillway.gateway.proxy.tls.ServerTlsSettings;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.process.config.ConfigFile;
import io.spillway.process.config.HostPort;
import io.spillway.process.config.LoadedConfig;
import io.spillway.process.tls.CertificateFiles;
import io.spillway.process.tls.Identity;
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
        assertThat(config.listeners())
                .isEqualTo(Map.of(ListenerRole.ENTRANCE, ListenerConfig.at(new HostPort("127.0.0.1", 0))));
        assertThat(config.limits()).isEqualTo(new GatewayConfig.Limits(32 * 1024, 100, Duration.ofSeconds(10),
                Duration.ofSeconds(60), Duration.ofSeconds(15), Duration.ofSeconds(4), 64 * 1024,
                Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(5)));
        assertThat(config.overload()).isEqualTo(OverloadSettings.DEFAULT);
        assertThat(config.subscribe()).isEqualTo(SubscribeConfig.ALL);
        assertThat(config.accessLog()).isEqualTo("off");
        assertThat(config.decisionHeaders()).isFalse();
        assertThat(config.loadReports()).isTrue();
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
                  tunnelIdleTimeout: 5m
                  drainTimeout: 20s
                  drainDelay: 3s
                  drainSpread: 15s
                overload: {directMemory: 64MiB, heapPercent: 80, eventLoopLag: 200ms, maxConnections: 500, hold: 5s}
                accessLog: logs/access.log
                decisionHeaders: true
                eventLoops: 2
                loadReports: false
                subscribe: onDemand
                onDemand: {wait: 500ms, maxWaiting: 50, forgetAfter: 1h}
                tls: {certificate: gw-1.pem, key: gw-1.key, trust: ca.pem, trustDomain: corp.example}
                """);
        assertThat(config.identity()).isEqualTo(new Identity(
                new CertificateFiles(Path.of("gw-1.pem"), Path.of("gw-1.key")), Path.of("ca.pem"), "corp.example"));
        assertThat(config.listeners()).hasSize(3);
        assertThat(config.limits()).isEqualTo(new GatewayConfig.Limits(16 * 1024, 50, Duration.ofSeconds(5),
                Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(2), 128 * 1024,
                Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofSeconds(3), Duration.ofSeconds(15)));
        assertThat(config.overload()).isEqualTo(
                new OverloadSettings(64 << 20, 80, Duration.ofMillis(200), 500, Duration.ofSeconds(5)));
        assertThat(config.subscribe()).isEqualTo(
                new SubscribeConfig(true, Duration.ofMillis(500), 50, Duration.ofHours(1)));
        assertThat(config.accessLog()).isEqualTo("logs/access.log");
        assertThat(config.proxySettings(GatewayTls.NONE).forward().decisionHeaders()).isTrue();
        assertThat(config.proxySettings(GatewayTls.NONE).eventLoops()).isEqualTo(2);
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
                "gateway.yaml:5: listeners.entrance: \"127.0.0.1:99999\" (expected: host:port, or unix:/path of at most 103 octets)",
                "gateway.yaml:5: listeners.exit: unknown key (expected: one of tcp, entrance, crossing, local)",
                "gateway.yaml:7: limits.headerBytes: \"10B\" (expected: size of 256B to 1048576B)",
                "gateway.yaml:8: limits.headerCount: \"many\" (expected: integer 1..10000)",
                "gateway.yaml:9: limits.idleTimeout: \"0s\" (expected: duration greater than zero)",
                "gateway.yaml:10: eventLoops: 0 (expected: integer 1..256)");
    }

    private static final String HEAD = """
            idc: idc-a
            node: gw-1
            dataDir: /tmp/gw-1
            control: ["127.0.0.1:17001"]
            """;

    @Test
    void aListenersOwnTls() throws Exception {
        GatewayConfig config = loaded(HEAD + """
                listeners:
                  entrance:
                    address: 0.0.0.0:443
                    tls:
                      certificates:
                        - {certificate: a.pem, key: a.key}
                        - {certificate: b.pem, key: b.key}
                      clientCertificates: required
                      trust: clients.pem
                      protocols: [http/1.1]
                      strictNames: true
                      oldest: "1.3"
                      handshakeTimeout: 2s
                      clientHelloBytes: 8KiB
                  crossing: {address: "0.0.0.0:17011", plaintext: true}
                """);
        assertThat(config.listeners().get(ListenerRole.ENTRANCE)).isEqualTo(
                new ListenerConfig(new HostPort("0.0.0.0", 443), false, new ServerTlsSettings(
                        List.of(new CertificateFiles(Path.of("a.pem"), Path.of("a.key")),
                                new CertificateFiles(Path.of("b.pem"), Path.of("b.key"))),
                        ServerTlsSettings.Clients.REQUIRED, Path.of("clients.pem"), null, List.of("http/1.1"), true,
                        "TLSv1.3", Duration.ofSeconds(2), 8 * 1024)));
        assertThat(config.listeners().get(ListenerRole.CROSSING))
                .isEqualTo(new ListenerConfig(new HostPort("0.0.0.0", 17011), true, null));
    }

    @Test
    void defaultsOfAListenersTls() throws Exception {
        GatewayConfig config = loaded(HEAD + """
                listeners: {entrance: {address: "0.0.0.0:443", tls: {certificates: [{certificate: a.pem, key: a.key}]}}}
                """);
        assertThat(config.listeners().get(ListenerRole.ENTRANCE)).isEqualTo(
                new ListenerConfig(new HostPort("0.0.0.0", 443), false, ServerTlsSettings.site(
                        new CertificateFiles(Path.of("a.pem"), Path.of("a.key")), List.of("h2", "http/1.1"))));
    }

    @Test
    void aCrossingThatWouldLetAnybodyInStopsTheStart() throws Exception {
        assertThat(refused(HEAD + "listeners: {crossing: \"0.0.0.0:17011\"}\n")).singleElement().asString()
                .contains("tls: nothing (expected: certificate, key and trust of this gateway")
                .contains("listeners.crossing: {address: 0.0.0.0:17011, plaintext: true}");
    }

    @Test
    void whatIsWrongWithCertificatesIsSaidAtOnce() throws Exception {
        assertThat(refused(HEAD + """
                listeners:
                  entrance:
                    address: 0.0.0.0:443
                    tls:
                      certificates: []
                      clientCertificates: optional
                      protocols: [spdy]
                      handshakeTimeout: 0s
                      clientHelloBytes: 1B
                tls: {certificate: a.pem, trustDomain: CORP}
                """)).containsExactlyInAnyOrder(
                "gateway.yaml:9: listeners.entrance.tls.certificates: empty list (expected: list of at least one "
                        + "{certificate, key})",
                "gateway.yaml:8: listeners.entrance.tls.trust: missing (expected: file with the authorities of clients, "
                        + "because clientCertificates is optional)",
                "gateway.yaml:11: listeners.entrance.tls.protocols: list (expected: list of h2 and http/1.1)",
                "gateway.yaml:12: listeners.entrance.tls.handshakeTimeout: \"0s\" (expected: duration greater than zero)",
                "gateway.yaml:13: listeners.entrance.tls.clientHelloBytes: \"1B\" (expected: size of 512B to 64KiB)",
                "gateway.yaml:14: tls.key: missing (expected: text that is not empty)",
                "gateway.yaml:14: tls.trust: missing (expected: text that is not empty)",
                "gateway.yaml:14: tls.trustDomain: \"CORP\" (expected: trust domain of lower-case letters, digits, "
                        + "dots, dashes and underscores)");
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
                "gateway.yaml:5: listeners: empty mapping (expected: at least one of entrance, crossing, local, tcp)");
    }

    @Test
    void aListenerMayBeAUnixSocketWithRights() throws Exception {
        String file = """
                idc: idc-a
                node: gw-1
                dataDir: /tmp/gw-1
                control: ["127.0.0.1:17001"]
                listeners:
                  entrance: {address: "unix:/run/a.sock", mode: "0600", owner: www, group: edge, proxyProtocol: true}
                  local: unix:/run/b.sock
                  crossing: {address: "127.0.0.1:1", plaintext: true}
                """;
        Map<ListenerRole, ListenerConfig> listeners = loaded(file).listeners();
        assertThat(listeners.get(ListenerRole.ENTRANCE))
                .isEqualTo(new ListenerConfig(null, new UnixSocket(Path.of("/run/a.sock"), 0600, "www", "edge"), true,
                        false, null));
        assertThat(listeners.get(ListenerRole.LOCAL))
                .isEqualTo(ListenerConfig.at(UnixSocket.at(Path.of("/run/b.sock"))));
        assertThat(listeners.get(ListenerRole.CROSSING))
                .isEqualTo(new ListenerConfig(new HostPort("127.0.0.1", 1), true, null));
        assertThat(refused(file.replace("0600", "0999").replace("unix:/run/b.sock", "unix:relative")
                .replace("\"127.0.0.1:1\"", "\"127.0.0.1:1\", mode: \"0600\""))).containsExactly(
                        "gateway.yaml:6: listeners.entrance.mode: \"0999\" (expected: octal mode in quotes as in \"0660\")",
                        "gateway.yaml:8: listeners.crossing.mode: \"0600\" (expected: only with an address that is unix:/path)",
                        "gateway.yaml:7: listeners.local: \"unix:relative\" (expected: host:port, or unix:/path of at most 103 octets)");
    }

    @Test
    void whatIsSaidOfServicesOnDemandIsChecked() throws Exception {
        String common = """
                idc: idc-a
                node: gw-1
                dataDir: /tmp/gw-1
                control: ["127.0.0.1:1"]
                listeners: {entrance: "127.0.0.1:8080"}
                """;
        assertThat(refused(common + "subscribe: lazy\n")).singleElement().asString()
                .contains("subscribe", "lazy", "all or onDemand");
        assertThat(refused(common + "onDemand: {wait: 1s}\n")).singleElement().asString()
                .contains("onDemand", "unless subscribe is onDemand");
        assertThat(refused(common + "subscribe: onDemand\nonDemand: {wait: 0s, maxWaiting: 0, forgetAfter: 1ms}\n"))
                .hasSize(3);
    }
}
