package io.spillway.drill.mock.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.drill.mock.session.NackRule;
import io.spillway.drill.mock.session.SessionLimits;
import io.spillway.drill.mock.session.ViolationKind;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that do something wrong, over a real connection; and what a fleet does then. */
@Tag("slow")
class BadServerTest {

    private static final NodeOctets NODE = new NodeOctets("", "", Map.of());
    private static final NameSet NAMES = NameSet.of("a", "b");
    private static final Duration LONG = Duration.ofSeconds(20);

    private static Group group(int count, Step... steps) {
        return Group.of("g", count, NODE, steps)
                .retrying(new Retry(Duration.ofMillis(20), true, true))
                .within(new SessionLimits(LONG, Duration.ofMillis(100), false));
    }

    @Test
    void everyViolationIsReportedWithWhoSawIt() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((self, request, client) -> {
            if (request.hasNode()) {
                String url = request.getTypeUrl();
                client.onNext(self.response(url).addResources(ScriptedServer.resource(url, "a", "1")).build());
                client.onNext(self.response(url).addResources(ScriptedServer.resource(url, "a", "1")).setNonce("")
                        .build());
                client.onNext(self.response(url).addResources(ScriptedServer.resource(url, "zzz", "1"))
                        .addRemovedResources("yyy").build());
                client.onNext(self.response(XdsType.RDS.typeUrl()).build());
            }
        });
                MockFleet fleet = MockFleet.start(FleetSettings.of(server.address()),
                        List.of(group(3, new Step.Subscribe(XdsType.EDS, NAMES))
                                .within(new SessionLimits(Duration.ofMillis(1500), Duration.ZERO, false))),
                        ReceiptListener.NONE, Ticker.system())) {
            Awaitility.await().atMost(LONG).untilAsserted(() -> {
                Map<ViolationKind, GroupResult.Noted> violations = fleet.results("g").violations();
                assertThat(violations).containsOnlyKeys(ViolationKind.UNCHANGED_VERSION, ViolationKind.EMPTY_NONCE,
                        ViolationKind.RESOURCE_NOT_SUBSCRIBED, ViolationKind.REMOVED_NOT_SUBSCRIBED,
                        ViolationKind.TYPE_NOT_SUBSCRIBED, ViolationKind.NEVER_ANSWERED);
                assertThat(violations.values()).allSatisfy(noted -> assertThat(noted.count()).isEqualTo(3));
            });
            assertThat(fleet.results("g").violations()).hasEntrySatisfying(ViolationKind.UNCHANGED_VERSION,
                    noted -> assertThat(noted.examples()).contains("g-0: EDS: a"));
        }
    }

    @Test
    void aResponseThatIsNoneEndsTheStreamAndTheClientComesBack() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((self, request, client) -> {
            boolean first = self.requests.size() == 1;
            UnknownFieldSet nameless = UnknownFieldSet.newBuilder().addField(2, UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.EMPTY).build()).build();
            if (first) {
                client.onNext(self.response(request.getTypeUrl()).setUnknownFields(nameless).build());
            } else {
                self.obey(request, client);
            }
        });
                MockFleet fleet = MockFleet.start(FleetSettings.of(server.address()),
                        List.of(group(1, new Step.Subscribe(XdsType.EDS, NAMES),
                                new Step.Await(new Step.Condition.Count(XdsType.EDS, 2), LONG))),
                        ReceiptListener.NONE, Ticker.system())) {
            assertThat(fleet.awaitFinished(LONG)).isTrue();
            GroupResult result = fleet.results("g");
            assertThat(result.violations()).containsOnlyKeys(ViolationKind.MALFORMED_RESPONSE);
            assertThat(result.ended()).containsOnlyKeys("what came is no response");
            assertThat(result.streams()).isEqualTo(2);
            assertThat(result.connected()).isEqualTo(1);
            assertThat(result.missed().count()).isZero();
        }
    }

    @Test
    void aServerThatHasTooManyAtOnceIsAskedWhenItSaid() throws Exception {
        List<Long> asked = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.start((self, request, client) -> {
            asked.add(System.nanoTime());
            if (asked.size() == 1) {
                ScriptedServer.refuse(client, "400");
            } else {
                self.obey(request, client);
            }
        });
                MockFleet fleet = MockFleet.start(FleetSettings.of(server.address()),
                        List.of(group(1, new Step.Subscribe(XdsType.EDS, NAMES),
                                new Step.Await(new Step.Condition.Count(XdsType.EDS, 2), LONG))),
                        ReceiptListener.NONE, Ticker.system())) {
            assertThat(fleet.awaitFinished(LONG)).isTrue();
            assertThat(Duration.ofNanos(asked.get(1) - asked.get(0)))
                    .as("20 ms are what it waits without a word").isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void streamsThatTheServerEndsAreCountedByReasonAndTakenToTheNextAddress() throws Exception {
        try (ScriptedServer refusing = ScriptedServer.start((self, request, client) -> ScriptedServer.refuse(client));
                ScriptedServer serving = ScriptedServer.start(ScriptedServer::obey);
                MockFleet fleet = MockFleet.start(
                        FleetSettings.of(refusing.address(), serving.address()),
                        List.of(group(10, new Step.Subscribe(XdsType.EDS, NAMES),
                                new Step.Await(new Step.Condition.Count(XdsType.EDS, 2), LONG)).sharing(5)),
                        ReceiptListener.NONE, Ticker.system())) {
            assertThat(fleet.awaitFinished(LONG)).isTrue();
            GroupResult result = fleet.results("g");
            assertThat(result.ended()).containsOnly(Map.entry("UNAVAILABLE: not ready", 5));
            assertThat(result.connected()).isEqualTo(10);
            assertThat(result.violations()).isEmpty();
        }
    }

    @Test
    void clientsDoWhatTheirStepsSay() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer::obey);
                MockFleet fleet = MockFleet.start(FleetSettings.of(server.address()),
                        List.of(group(1,
                                new Step.Nack(List.of(new NackRule(null, "a", 1, "not this", true))),
                                new Step.Subscribe(XdsType.EDS, NAMES),
                                new Step.Await(new Step.Condition.Answered(XdsType.EDS), LONG),
                                new Step.Await(new Step.Condition.Holds(XdsType.EDS, "c", null),
                                        Duration.ofMillis(50)),
                                new Step.Reconnect(true, false),
                                new Step.Await(new Step.Condition.Holds(XdsType.EDS, "a", "1"), LONG),
                                new Step.Disconnect())),
                        ReceiptListener.NONE, Ticker.system())) {
            assertThat(fleet.awaitFinished(LONG)).isTrue();
            GroupResult result = fleet.results("g");
            assertThat(result.connected()).isZero();
            assertThat(result.streams()).isEqualTo(2);
            assertThat(result.ended()).isEmpty();
            assertThat(result.traffic().nacks()).isEqualTo(1);
            assertThat(result.missed().count()).isEqualTo(1);
            assertThat(result.missed().examples().getFirst()).startsWith("g-0: Holds").endsWith("within 50 ms");
            // the server sends what the client said it holds, which is the one thing that is wrong with it
            assertThat(result.violations()).containsOnlyKeys(ViolationKind.CLAIMED_VERSION);
            // It came on another connection than what was awaited.
            Awaitility.await().atMost(LONG).untilAsserted(
                    () -> assertThat(server.requests.stream().filter(request -> request.hasErrorDetail()))
                            .singleElement().satisfies(nack -> assertThat(nack.getErrorDetail().getMessage())
                                    .isEqualTo("rejected: a: not this")));
            assertThat(server.requests.stream().filter(request -> request.hasNode()).skip(1)).singleElement()
                    .satisfies(again -> assertThat(again.getInitialResourceVersionsMap())
                            .containsOnly(Map.entry("b", "1")));
            fleet.play("g", new Step.Connect());
            assertThat(fleet.awaitConnected(LONG)).isTrue();
            assertThat(fleet.count("g", client -> client.connected() && client.held(XdsType.EDS) == 2)).isEqualTo(1);
        }
    }
}
