package io.spillway.drill.mock.verb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.drill.fleet.Home;
import io.spillway.drill.verb.CompletionVerb;
import io.spillway.drill.verb.Interruption;
import io.spillway.drill.verb.Surroundings;
import io.spillway.drill.verb.Terminal;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/** The verb from its arguments to its exit code. */
@Tag("slow")
class MockVerbTest {

    private static final String SCENARIO = """
            apiVersion: spillway.io/v1
            kind: MockScenario
            metadata: {name: one}
            spec:
              addresses: ["${ADS}"]
              hold: 50ms
              limit: LIMIT
              groups:
                - name: g
                  count: 3
                  retry: {after: 20ms}
                  limits: {answerWithin: 30s}
                  steps:
                    - subscribe: {type: EDS, names: ["a-{0..4}"]}
                    - waitFor: {type: EDS, answered: true, within: 20s}
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void saysThatAllIsFine() throws Exception {
        try (Obeying server = Obeying.start("a-")) {
            assertThat(run(server.address(), "60s", "-o", "json")).isZero();
        }
        assertThat(text(out)).startsWith("{\n").contains("\"schema\": \"spillway.io/mock/v1\"",
                "\"verdict\": \"PASS\"", "\"resources\": 15", "\"violations\": []");
        assertThat(text(err)).contains("3 of 3 connected, 3 have done their steps, 3 responses, 0 violations");
    }

    @Test
    void failsWhenTheServerBreaksTheProtocol() throws Exception {
        try (Obeying server = Obeying.start("other-")) {
            assertThat(run(server.address(), "60s")).isEqualTo(1);
        }
        assertThat(text(out)).contains("g: RESOURCE_NOT_SUBSCRIBED, 15 times; for example\n  g-",
                "g: the server sent a resource that is not subscribed, 15 times");
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // taken, and nobody listens
            assertThat(run("127.0.0.1:" + deaf.getLocalPort(), "2s", "-o", "json")).isEqualTo(3);
        }
        assertThat(text(out)).contains("g: 3 of 3 clients never had a stream",
                "g: 3 of 3 clients did not do all their steps in time", "\"reason\": \"UNAVAILABLE: io exception");
    }

    @Test
    void answersWhileItRuns() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String base = "http://127.0.0.1:" + port;
        try (Obeying server = Obeying.start("a-"); HttpClient client = HttpClient.newHttpClient()) {
            AtomicInteger code = new AtomicInteger(-1);
            String address = server.address();
            Path file = Files.writeString(folder.resolve("holds.yaml"),
                    SCENARIO.replace("LIMIT", "60s").replace("hold: 50ms", "hold: 1h"));
            Thread running = Thread.startVirtualThread(() -> code.set(commandLine(address).execute(file.toString(),
                    "--listen", "127.0.0.1:" + port)));
            Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions()
                    .untilAsserted(() -> assertThat(get(client, base + "/results")).contains("\"finished\": 3",
                            "\"violations\": []"));
            assertThat(get(client, base + "/newest")).contains("\"schema\": \"spillway.io/mock-newest/v1\"",
                    "\"current\": 3", "\"wanted\": 15", "\"held\": 15", "\"agreed\": true");
            running.interrupt();
            running.join();
            assertThat(code).hasValue(130);
        }
    }

    @Test
    void refusesAPlaceWhereItCannotListen() throws IOException {
        assertThat(run("127.0.0.1:1", "1s", "--listen", "nowhere")).isEqualTo(2);
        assertThat(text(err)).contains("--listen: nowhere (expected: host:port)");
    }

    private static String get(HttpClient client, String uri) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void refusesABadFileAndABadAddress() throws IOException {
        assertThat(run("127.0.0.1:99999", "x")).isEqualTo(2);
        assertThat(text(err)).contains("scenario.yaml:5: /spec/addresses/0", "scenario.yaml:7: /spec/limit: \"x\"");
        assertThat(run("127.0.0.1:1", "1s", "--address", "nowhere")).isEqualTo(2);
        assertThat(text(err)).contains("--address: nowhere (expected: host:port[,host:port])");
        assertThat(commandLine("127.0.0.1:1").execute(folder.resolve("missing.yaml").toString())).isEqualTo(2);
        assertThat(text(err)).contains("missing.yaml cannot be read");
    }

    @Test
    void theCompletionKnowsItsOptions() {
        CommandLine known = CompletionVerb.mock();
        assertThat(commandLine("").getCommandSpec().args().stream().map(ArgSpec::paramLabel).toList())
                .containsExactlyInAnyOrderElementsOf(
                        known.getCommandSpec().args().stream().map(ArgSpec::paramLabel).toList());
        assertThat(commandLine("").getCommandSpec().optionsMap().keySet())
                .isEqualTo(known.getCommandSpec().optionsMap().keySet());
    }

    private int run(String address, String limit, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("scenario.yaml"), SCENARIO.replace("LIMIT", limit));
        String[] arguments = new String[options.length + 1];
        System.arraycopy(options, 0, arguments, 0, options.length);
        arguments[options.length] = file.toString();
        return commandLine(address).execute(arguments);
    }

    private CommandLine commandLine(String address) {
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false);
        Interruption none = Interruption.ofThisThread();
        none.finished();
        Surroundings surroundings = new Surroundings(terminal, none, Home.find(), Ticker.system(),
                InstantSource.system());
        return new CommandLine(new MockVerb(surroundings, Map.ofEntries(entry("ADS", address))::get))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
