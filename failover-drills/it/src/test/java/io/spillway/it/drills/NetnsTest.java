package io.spillway.it.drills;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A drill with {@code --netns} is killed while it breaks the network. On a fleet of its own everything is gone with it; on one that
 * goes on, its fault keeper ends what the kernel would keep. The machine's own network is as before.
 */
@Tag("real")
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class NetnsTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String DRILL = """
            apiVersion: spillway.io/v1
            kind: Drill
            metadata: {name: bad-network}
            spec:
              topology: TOPOLOGY
              ttl: 5m
              steps:
                - phase: broken
                - network: {idc: idc-a, drop: true}
                  event: silence
                - network: {idc: idc-b, lossPercent: 30, bandwidth: 64KiB, direction: in}
                  event: narrow
                - phase: all-is-broken
                - sleep: 10m
            """;

    @TempDir
    private Path folder = Path.of("");
    private String before = "";

    @BeforeEach
    void rights() throws Exception {
        assertThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("the user's id (expected: root, who may make network namespaces)").isEqualTo(0);
        for (String program : List.of("ip", "tc", "iptables", "unshare", "nsenter", "curl")) {
            assertThat(ran("sh", "-c", "command -v " + program)).as(program + " (tools/provision ip iptables curl)")
                    .isNotEmpty();
        }
        before = machine();
    }

    @Test
    void nothingIsLeftOfADrillThatIsKilledWithItsFleet() throws Exception {
        try (Verb drill = drill("--run-dir", folder.resolve("fleet").toString())) {
            awaitBroken(drill);
            Set<String> spaces = spaces(drill.handle());
            assertThat(spaces).as("that of the drill and of each IDC").hasSize(3);
            assertThat(rules()).hasSize(3);

            kill(drill.handle());
            awaitEmpty(spaces);
        }
        assertThat(machine()).isEqualTo(before);
        assertThat(cleanup()).as("nothing is left to end").doesNotContain(folder.toString());
    }

    @Test
    void theKeeperEndsTheFaultsOfAKilledDrillInAFleetThatGoesOn() throws Exception {
        Set<String> spaces;
        try (Verb up = Verb.start(folder.resolve("up"), "up", topology().toString(), "--netns", "--run-dir",
                folder.resolve("fleet").toString())) {
            Awaitility.await("the fleet runs").atMost(ApartFleet.START).until(() -> {
                assertThat(up.handle().isAlive()).as(up.said()).isTrue();
                return up.said().contains("entrances");
            });
            spaces = spaces(up.handle());
            Awaitility.await("it serves").atMost(SOON).until(() -> user(1).equals("200") && user(2).equals("200"));
            try (Verb drill = drill("--netns", "--fleet", folder.resolve("fleet").toString())) {
                awaitBroken(drill);
                assertThat(rules()).hasSize(3);
                assertThat(queues()).contains("qdisc tbf");
                assertThat(user(1)).as("what a user of idc-a hears").isEqualTo("000");

                kill(drill.handle());
                Awaitility.await("no rule is left").atMost(SOON).until(() -> rules().isEmpty());
                Awaitility.await("no queue is left").atMost(SOON).until(() -> !queues().contains("qdisc tbf"));
            }
            Awaitility.await("it serves again").atMost(SOON).until(() -> user(1).equals("200"));
            assertThat(cleanup()).as("nothing is left to end").doesNotContain(folder.toString());
        }
        awaitEmpty(spaces);
        assertThat(machine()).isEqualTo(before);
    }

    private Verb drill(String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("drill.yaml"),
                DRILL.replace("TOPOLOGY", topology().toString()));
        List<String> run = new ArrayList<>(List.of("drill", "run", file.toString(), "--report",
                folder.resolve("report").toString()));
        run.addAll(List.of(more));
        if (!run.contains("--netns")) {
            run.add("--netns");
        }
        return Verb.start(folder.resolve("drill"), run.toArray(String[]::new));
    }

    /** The topology two-idc with one gateway and one instance in each IDC: it starts in half the time. */
    private Path topology() throws IOException {
        return Files.writeString(folder.resolve("topology.yaml"), Files.readString(Path.of(ApartFleet.topology()))
                .replace("gateways: 2", "gateways: 1").replaceAll("clusters: \\[(\\S+), \\S+]", "clusters: [$1]")
                .replace("    inventory: inventory.example\n", "")
                .replace("../idcs", ApartFleet.CONFIG.resolve("idcs").toString()));
    }

    private static void awaitBroken(Verb drill) {
        Awaitility.await("all is broken").atMost(ApartFleet.START).until(() -> {
            assertThat(drill.handle().isAlive()).as(drill.said()).isTrue();
            return drill.said().contains("all-is-broken");
        });
    }

    private static void kill(ProcessHandle process) {
        var _ = process.destroyForcibly();
        var _ = process.onExit().join();
    }

    private String cleanup() throws Exception {
        try (Verb verb = Verb.start(folder.resolve("cleanup"), "drill", "cleanup", "--run-dir",
                folder.resolve("fleet").toString())) {
            assertThat(verb.exit()).as(verb.said()).isZero();
            return verb.said();
        }
    }

    /** Returns the network namespaces of a process and of those that it has started, less that of this test. */
    private static Set<String> spaces(ProcessHandle process) throws IOException {
        Set<String> spaces = new HashSet<>();
        for (ProcessHandle each : Stream.concat(Stream.of(process), process.descendants()).toList()) {
            spaces.add(space(each.pid()));
        }
        spaces.remove(space(ProcessHandle.current().pid()));
        spaces.remove("");
        return spaces;
    }

    private static String space(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns/net")).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    /** A namespace without a name and without a process is not there. */
    private static void awaitEmpty(Set<String> spaces) {
        Awaitility.await("nobody is in the namespaces").atMost(SOON).untilAsserted(() -> assertThat(
                ProcessHandle.allProcesses().filter(each -> spaces.contains(space(each.pid())))
                        .map(each -> each.pid() + " " + each.info().commandLine().orElse("")).toList())
                .isEmpty());
    }

    /** Returns the rules by which packets are lost, in all namespaces of the fleet. */
    private List<String> rules() throws Exception {
        List<String> rules = new ArrayList<>();
        for (String pid : places()) {
            rules.addAll(inside(pid, "iptables", "-w", "-t", "raw", "-S", "PREROUTING").lines()
                    .filter(line -> line.endsWith("DROP")).toList());
        }
        return rules;
    }

    private String queues() throws Exception {
        StringBuilder queues = new StringBuilder();
        for (String pid : places()) {
            queues.append(inside(pid, "tc", "qdisc", "show"));
        }
        return queues.toString();
    }

    /** Returns the status that a user sees who comes in at the IDC of that number; 000 for none. */
    private String user(int idc) throws Exception {
        int entrance = Integer.parseInt(properties().getProperty("base", "")) + 100 * (idc - 1) + 10;
        return inside(hub(), "curl", "-s", "-m", "2", "-o", "/dev/null", "-w", "%{http_code}", "-H",
                "Host: orders.example", "http://127.20." + idc + ".2:" + entrance + "/");
    }

    private List<String> places() throws IOException {
        Properties properties = properties();
        return properties.stringPropertyNames().stream().filter(key -> key.equals("hub") || key.startsWith("place."))
                .map(key -> properties.getProperty(key, "").split(" ", -1)[0]).toList();
    }

    private String hub() throws IOException {
        return properties().getProperty("hub", "").split(" ", -1)[0];
    }

    private Properties properties() throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve("fleet/fleet.properties"))) {
            properties.load(in);
        }
        return properties;
    }

    /** Returns the devices, queues and named namespaces of the machine's own network. */
    private static String machine() throws Exception {
        return ran("sh", "-c", "ip -o link | cut -d: -f2; tc qdisc show; ip netns list; ip route");
    }

    private static String inside(String pid, String... command) throws Exception {
        return ran(Stream.concat(Stream.of("nsenter", "--net=/proc/" + pid + "/ns/net", "--"), Stream.of(command))
                .toArray(String[]::new));
    }

    private static String ran(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as(String.join(" ", command) + " ends").isTrue();
        return output;
    }
}
