package io.spillway.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.control.session.ConsoleConfig;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.process.config.HostPort;
import io.spillway.wire.document.Trees;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may use the API is said in the configuration file, and off loopback it must be. */
class ControlConfigAccessTest {

    private static final Map<String, Object> ACCESS = Map.of("tokens", List.of(
            Map.of("name", "ci", "sha256", "ab".repeat(32), "roles", List.of(Map.of("role", "viewer")))));
    private static final Map<String, Object> TLS = Map.of("certificate", "own.pem", "key", "own.key", "trust",
            "ca.pem");

    private static Decoded<ControlConfig> read(Map<String, Object> more) {
        Map<String, Object> keys = new LinkedHashMap<>(
                Map.of("idc", "idc-a", "node", "control-1", "dataDir", "data"));
        keys.putAll(more);
        return Decoder.decode(Trees.of(keys), ControlConfig::read);
    }

    private static ControlConfig right(Map<String, Object> more) {
        if (read(more) instanceof Decoded.Valid<ControlConfig>(ControlConfig config)) {
            return config;
        }
        throw new AssertionError(read(more));
    }

    @Test
    void offLoopbackSomebodyMustBeNamed() {
        assertThat(right(Map.of()).access().isEmpty()).isTrue();
        assertThat(read(Map.of("api", "0.0.0.0:17000")).toString()).contains("/apiToken",
                "a token, or access: {tokens, certificates or issuers}, because api 0.0.0.0:17000 is not loopback");
        assertThat(right(Map.of("api", "0.0.0.0:17000", "apiToken", "secret")).apiTls()).isFalse();
        assertThat(right(Map.of("api", "0.0.0.0:17000", "access", ACCESS)).access().tokens()).hasSize(1);
        assertThat(read(Map.of("api", "0.0.0.0:17000", "access", Map.of())).toString()).contains("/access");
    }

    /** Who has the one apiToken is nobody in particular: he could say yes to himself. */
    @Test
    void whereTwoPersonsAreAskedForEverybodyIsSomebody() {
        Map<String, Object> two = new LinkedHashMap<>(ACCESS);
        two.put("twoPersons", true);
        assertThat(right(Map.of("access", ACCESS)).access().twoPersons()).isFalse();
        assertThat(right(Map.of("access", two)).access().twoPersons()).isTrue();
        assertThat(read(Map.of("access", two, "apiToken", "secret")).toString())
                .contains("none, because access.twoPersons tells people apart");
        assertThat(read(Map.of("access", Map.of("twoPersons", true))).toString()).contains("at least one of tokens");
    }

    @Test
    void theApiIsAnAddressOrAMappingWithOne() {
        ControlConfig config = right(Map.of("api", Map.of("address", "127.0.0.1:18000", "tls", true), "tls", TLS));
        assertThat(config.api()).isEqualTo(new HostPort("127.0.0.1", 18_000));
        assertThat(config.apiTls()).isTrue();
        assertThat(right(Map.of("api", Map.of())).api()).isEqualTo(new HostPort("127.0.0.1", 17_000));
        assertThat(read(Map.of("api", Map.of("tls", true))).toString())
                .contains("certificate, key and trust, because api is served by TLS");
        assertThat(read(Map.of("api", Map.of("tls", "yes"), "tls", TLS)).toString()).contains("/api/tls");
        assertThat(read(Map.of("api", Map.of("address", "nowhere"))).toString()).contains("/api/address");
        assertThat(read(Map.of("api", Map.of("adress", "127.0.0.1:1"))).toString()).contains("/api/adress");
        assertThat(read(Map.of("api", List.of("127.0.0.1:1"))).toString()).contains("/api");
    }

    @Test
    void theConsoleIsReachedByOriginsAsBrowsersWriteThem() {
        assertThat(right(Map.of()).console()).isEqualTo(ConsoleConfig.NONE);
        List<String> peers = List.of("https://control-1.example:17000", "http://127.0.0.1:17000");
        assertThat(right(Map.of("console", Map.of("url", "https://console.example", "peers", peers))).console())
                .isEqualTo(new ConsoleConfig("https://console.example", peers));
        for (String wrong : List.of("http://console.example", "https://console.example/", "https://Console.example",
                "https://console.example:443", "https://console.example/console", "console.example")) {
            assertThat(read(Map.of("console", Map.of("url", wrong))).toString()).as(wrong).contains("/console/url");
            assertThat(read(Map.of("console", Map.of("peers", List.of(wrong)))).toString()).as(wrong)
                    .contains("/console/peers/0");
        }
        assertThat(read(Map.of("console", Map.of("peers", List.of(peers.getFirst(), peers.getFirst())))).toString())
                .contains("each url once");
        assertThat(read(Map.of("console", Map.of("peer", peers))).toString()).contains("/console/peer");
    }
}
