package io.spillway.drill.mock.scenario;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.spillway.drill.mock.fleet.Group;
import io.spillway.drill.mock.fleet.Ramp;
import io.spillway.drill.mock.fleet.Retry;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.drill.mock.session.NackRule;
import io.spillway.drill.mock.session.SessionLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScenarioFilesTest {

    private static final String WHOLE = """
            apiVersion: spillway.io/v1
            kind: MockScenario
            metadata: {name: everything}
            spec:
              addresses: ["${ADS:127.0.0.1:17001}", "127.0.0.1:17002"]
              threads: 3
              seed: 7
              hold: 5s
              limit: 2m
              groups:
                - name: gateways
                  count: 5000
                  protocol: world
                  node: {idc: idc-a, role: gateway, listeners: {entrance: "127.0.0.1:8080"}}
                  ramp: {perSecond: 500, jitter: 0.5}
                  clientsPerConnection: 10
                  limits: {answerWithin: 20s, grace: 1s, orderedVersions: true}
                  retry: {after: 250ms, versions: false, address: same}
                  steps:
                    - subscribe: {type: CDS}
                    - waitFor: {type: CDS, count: 10, within: 3s}
                    - subscribe: {type: EDS, names: ["service-{0..2}/default", one]}
                    - waitFor: {type: EDS, name: one, version: v1}
                    - waitFor: {type: EDS, answered: true}
                    - ackAfter: 20ms
                    - nack: {type: EDS, names: "service-1/*", first: 3, message: bad, naming: false}
                    - acceptAll: true
                    - silent: true
                    - resume: true
                    - repeat:
                        times: 3
                        steps:
                          - wait: 100ms
                          - reconnect: {versions: false, address: next}
                    - unsubscribe: {type: EDS, names: [one]}
                    - disconnect: true
                    - connect: true
                - {name: others, count: 1, ramp: {over: 1s}}
            """;

    @Test
    void readsAllOfIt() throws ScenarioException {
        Scenario scenario = ScenarioFiles.read("s.yaml", WHOLE, name -> null);
        assertThat(scenario.name()).isEqualTo("everything");
        assertThat(scenario.settings().addresses()).extracting(InetSocketAddress::getPort)
                .containsExactly(17001, 17002);
        assertThat(scenario.settings().threads()).isEqualTo(3);
        assertThat(scenario.settings().seed()).isEqualTo(7);
        assertThat(scenario.hold()).isEqualTo(Duration.ofSeconds(5));
        assertThat(scenario.limit()).isEqualTo(Duration.ofMinutes(2));
        assertThat(scenario.clients()).isEqualTo(5001);
        Group group = scenario.groups().getFirst();
        assertThat(group.protocol()).isEqualTo(Protocol.WORLD);
        assertThat(group.ramp()).isEqualTo(new Ramp(Duration.ofSeconds(10), 0.5));
        assertThat(group.clientsPerConnection()).isEqualTo(10);
        assertThat(group.limits()).isEqualTo(new SessionLimits(Duration.ofSeconds(20), Duration.ofSeconds(1), true));
        assertThat(group.retry()).isEqualTo(new Retry(Duration.ofMillis(250), false, false));
        assertThat(scenario.groups().getLast().retry()).isEqualTo(Retry.DEFAULT);
        assertThat(scenario.groups().getLast().limits()).isEqualTo(SessionLimits.DEFAULT);
    }

    @Test
    void readsEveryStep() throws ScenarioException {
        List<Step> steps = ScenarioFiles.read("s.yaml", WHOLE, name -> null).groups().getFirst().steps();
        assertThat(steps).hasSize(14);
        assertThat(((Step.Subscribe) steps.get(0)).names().isEmpty()).isTrue();
        assertThat(steps.get(1))
                .isEqualTo(new Step.Await(new Step.Condition.Count(XdsType.CDS, 10), Duration.ofSeconds(3)));
        assertThat(((Step.Subscribe) steps.get(2)).names().names()).containsExactly("service-0/default",
                "service-1/default", "service-2/default", "one");
        assertThat(steps.get(3)).isEqualTo(
                new Step.Await(new Step.Condition.Holds(XdsType.EDS, "one", "v1"), Duration.ofSeconds(30)));
        assertThat(steps.get(4))
                .isEqualTo(new Step.Await(new Step.Condition.Answered(XdsType.EDS), Duration.ofSeconds(30)));
        assertThat(steps.get(5)).isEqualTo(new Step.AckAfter(Duration.ofMillis(20)));
        assertThat(steps.get(6))
                .isEqualTo(new Step.Nack(List.of(new NackRule(XdsType.EDS, "service-1/*", 3, "bad", false))));
        assertThat(steps.subList(7, 10)).containsExactly(new Step.Nack(List.of()), new Step.Silence(),
                new Step.Resume());
        assertThat(steps.get(10)).isEqualTo(new Step.Repeat(3,
                List.of(new Step.Pause(Duration.ofMillis(100)), new Step.Reconnect(false, true))));
        assertThat(((Step.Unsubscribe) steps.get(11)).names().names()).containsExactly("one");
        assertThat(steps.subList(12, 14)).containsExactly(new Step.Disconnect(), new Step.Connect());
    }

    @Test
    void takesAddressesFromTheEnvironment() throws ScenarioException {
        Scenario scenario = ScenarioFiles.read("s.yaml", WHOLE, Map.of("ADS", "127.0.0.9:4")::get);
        assertThat(scenario.settings().addresses().getFirst().getPort()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "threads: 3 | threads: 0 | /spec/threads: 0 (expected: integer 1..64)",
            "seed: 7 | sed: 7 | /spec/sed",
            "127.0.0.1:17002 | 127.0.0.1:99999 | /spec/addresses/1: \"127.0.0.1:99999\" (expected: host:port)",
            "count: 5000 | count: 0 | /spec/groups/0/count: 0 (expected: integer 1..100000)",
            "name: gateways | name: Gate | /spec/groups/0/name",
            "name: others | name: gateways | /spec/groups: two groups gateways (expected: each name once)",
            "protocol: world | protocol: sotw | (expected: one of delta, world)",
            "perSecond: 500 | perSecond: 500, over: 1s | /spec/groups/0/ramp",
            "jitter: 0.5 | jitter: 2 | /spec/groups/0/ramp/jitter: 2 (expected: number",
            "- wait: 100ms | - wait: 100 | /spec/groups/0/steps/10/repeat/steps/0/wait: 100",
            "- wait: 100ms | - {wait: 1s, silent: true} | /spec/groups/0/steps/10/repeat/steps/0",
            "- silent: true | - silent: false | /spec/groups/0/steps/8/silent: false (expected: true)",
            "- silent: true | - slient: true | /spec/groups/0/steps/8/slient",
            "{type: CDS} | {type: EDS} | /spec/groups/0/steps/0/subscribe/names",
            "{type: CDS} | {type: XDS} | /spec/groups/0/steps/0/subscribe/type: \"XDS\"",
            "{type: CDS} | {type: SERVICE_ENTRY} | (expected: one of CDS, EDS, LDS, RDS, or the URL",
            "service-{0..2}/default | service-{2..0}/default | /spec/groups/0/steps/2/subscribe/names/0",
            "service-{0..2}/default | service-{0..999999}/default | at most 200000 names",
            "service-{0..2}/default | service-{x}/default | /spec/groups/0/steps/2/subscribe/names/0",
            "count: 10, within: 3s | within: 3s | exactly one of count, answered: true, and name",
            "count: 10, within: 3s | count: 10, version: v1 | exactly one of count, answered: true, and name",
            "times: 3 | times: 0 | /spec/groups/0/steps/10/repeat/times: 0",
            "address: next | address: other | (expected: one of next, same)",
            "names: [one] | names: [] | /spec/groups/0/steps/11/unsubscribe/names",
            "kind: MockScenario | kind: Drill | /kind: \"Drill\" (expected: MockScenario)"})
    void saysWhatIsWrongAndWhere(String right, String wrong, String message) {
        assertThat(WHOLE).contains(right);
        assertThatThrownBy(() -> ScenarioFiles.read("s.yaml", WHOLE.replace(right, wrong), name -> null))
                .isInstanceOf(ScenarioException.class).hasMessageStartingWith("s.yaml:").hasMessageContaining(message);
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        String wrong = WHOLE.replace("threads: 3", "threads: x").replace("times: 3", "times: x");
        assertThatThrownBy(() -> ScenarioFiles.read("s.yaml", wrong, name -> null)).message().hasLineCount(2)
                .contains("s.yaml:6: ");
    }

    @Test
    void theScenariosOfThisInstallationAreValid() throws Exception {
        Path folder = Path.of(System.getProperty("spillway.root", "../.."), "config/mocks");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> scenarios = files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(scenarios).isNotEmpty();
            for (Path file : scenarios) {
                assertThat(ScenarioFiles.read(file, name -> null).groups()).isNotEmpty();
            }
        }
    }

    @Test
    void needsAddressesAndGroups() {
        String empty = "apiVersion: spillway.io/v1\nkind: MockScenario\nmetadata: {name: x}\nspec: {}\n";
        assertThatThrownBy(() -> ScenarioFiles.read("s.yaml", empty, name -> null)).message()
                .contains("/spec/addresses").contains("/spec/groups");
        assertThatThrownBy(() -> ScenarioFiles.read("s.yaml", empty + "---\n" + empty, name -> null)).message()
                .contains("2 documents");
    }
}
