package io.spillway.drill.mock.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.StreamObserver;
import io.spillway.drill.mock.scenario.Scenario;
import io.spillway.drill.mock.scenario.ScenarioFiles;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Every step that a scenario file can have, played by one client on real streams: what the server hears of it, in order. */
@Tag("slow")
class EveryStepTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String SCENARIO = """
            apiVersion: spillway.io/v1
            kind: MockScenario
            metadata: {name: every-step}
            spec:
              addresses: ["ADDRESS"]
              groups:
                - name: g
                  count: 1
                  steps:
                    - subscribe: {type: EDS, names: ["a-{0..1}"]}
                    - waitFor: {type: EDS, count: 2}
                    - unsubscribe: {type: EDS, names: [a-0]}
                    - nack: {type: EDS, names: a-2, message: too odd, naming: false}
                    - subscribe: {type: EDS, names: [a-2]}
                    - waitFor: {type: EDS, answered: true}
                    - acceptAll: true
                    - subscribe: {type: EDS, names: [a-3]}
                    - waitFor: {type: EDS, name: a-3, version: "1"}
                    - ackAfter: 200ms
                    - subscribe: {type: EDS, names: [a-4]}
                    - wait: 1500ms
                    - ackAfter: 0ms
                    - silent: true
                    - subscribe: {type: EDS, names: [a-5]}
                    - wait: 1s
                    - resume: true
                    - wait: 300ms
                    - repeat:
                        times: 2
                        steps:
                          - reconnect: {versions: true, address: same}
                          - waitFor: {type: EDS, answered: true}
                          - wait: 300ms
                    - reconnect: {versions: false, address: same}
                    - waitFor: {type: EDS, answered: true}
                    - wait: 300ms
                    - disconnect: true
                    - connect: true
                    - waitFor: {type: EDS, answered: true}
                    - wait: 300ms
            """;

    @TempDir
    Path folder;

    /** What was heard, and when. */
    private record Heard(String said, long nanos) {}

    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    @Test
    void isHeardByTheServerAsTheFileSaysIt() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(this::answer)) {
            Path file = Files.writeString(folder.resolve("every-step.yaml"), SCENARIO.replace("ADDRESS",
                    server.address().getHostString() + ":" + server.address().getPort()));
            Scenario scenario = ScenarioFiles.read(file, _ -> null);
            try (MockFleet fleet = MockFleet.start(scenario.settings(), scenario.groups(), ReceiptListener.NONE,
                    Ticker.system())) {
                assertThat(fleet.awaitFinished(LONG)).isTrue();
                assertThat(fleet.results("g").missed().count()).isZero();
                assertThat(fleet.results("g").violations()).isEmpty();
            }
        }
        assertThat(heard.stream().map(Heard::said)).containsExactly(
                "hello +a-0 +a-1", "ack n-1", "-a-0", // subscribe, waitFor, unsubscribe
                "+a-2", "nack n-2 too odd", // nack
                "+a-3", "ack n-3", // acceptAll
                "+a-4", "ack n-4", // ackAfter
                "+a-5", "ack n-5", // silent, resume
                "hello +a-1 +a-2 +a-3 +a-4 +a-5 has a-1 has a-3 has a-4 has a-5", "ack n-6", // it never took a-2
                "hello +a-1 +a-2 +a-3 +a-4 +a-5 has a-1 has a-2 has a-3 has a-4 has a-5", // repeat
                "hello +a-1 +a-2 +a-3 +a-4 +a-5", "ack n-7", // reconnect without versions
                "hello +a-1 +a-2 +a-3 +a-4 +a-5", "ack n-8"); // disconnect, connect
        assertThat(millis("+a-4", "ack n-4")).as("ackAfter: 200ms").isGreaterThanOrEqualTo(195);
        assertThat(millis("+a-5", "ack n-5")).as("silent for 1s").isGreaterThanOrEqualTo(200);
    }

    /** Gives what is new to the client, as a control plane does. */
    private void answer(ScriptedServer server, DeltaDiscoveryRequest request,
            StreamObserver<DeltaDiscoveryResponse> client) {
        heard.add(new Heard(said(request), Ticker.system().nanos()));
        List<String> wanted = new ArrayList<>(request.getResourceNamesSubscribeList());
        wanted.removeAll(request.getInitialResourceVersionsMap().keySet());
        if (!wanted.isEmpty()) {
            DeltaDiscoveryResponse.Builder response = server.response(request.getTypeUrl());
            wanted.forEach(name -> response.addResources(ScriptedServer.resource(request.getTypeUrl(), name, "1")));
            client.onNext(response.build());
        }
    }

    private static String said(DeltaDiscoveryRequest request) {
        List<String> parts = new ArrayList<>();
        if (request.hasNode()) {
            parts.add("hello");
        }
        if (!request.getResponseNonce().isEmpty()) {
            parts.add(request.hasErrorDetail()
                    ? "nack " + request.getResponseNonce() + " " + request.getErrorDetail().getMessage()
                    : "ack " + request.getResponseNonce());
        }
        request.getResourceNamesSubscribeList().forEach(name -> parts.add("+" + name));
        request.getResourceNamesUnsubscribeList().forEach(name -> parts.add("-" + name));
        request.getInitialResourceVersionsMap().keySet().stream().sorted().forEach(name -> parts.add("has " + name));
        return String.join(" ", parts);
    }

    private long millis(String from, String to) {
        return (nanos(to) - nanos(from)) / 1_000_000;
    }

    private long nanos(String said) {
        return heard.stream().filter(each -> each.said().equals(said)).findFirst().orElseThrow().nanos();
    }
}
