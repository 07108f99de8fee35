package io.spillway.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.spillway.it.observability.Dashboards;
import io.spillway.it.observability.GrafanaReadme;
import io.spillway.it.observability.RegisteredMetrics;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays the README from top to bottom: the demo with Prometheus beside it, what it invites to while the fleet is up, and
 * what it says of files. {@code verify} itself is what runs this.
 */
@Tag("real")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeTest {

    private static final Duration STORY = Duration.ofMinutes(6);
    private static final String DEMO = "./spillway demo";
    private static final int MOST_VOID = 1;
    private static final List<String> LEFT_TO_OTHERS = List.of("./spillway verify");

    private static final Path FOLDER = Path.of("target/readme").toAbsolutePath();
    private static final Path SAID = FOLDER.resolve("demo.log");

    private static @Nullable Process demo;
    private static @Nullable Prometheus prometheus;

    private static final List<String> UNHARMED = List.of(
            "no GET fails while orders dies in idc-a, while its control plane is dead, and during both shifts",
            "nothing is misrouted later than 1 s after a shift", "no request goes round in a loop",
            "every push is Acked by every client that stayed connected");

    @BeforeAll
    static void startTheDemo() throws Exception {
        assertThat(Checkout.readmeCommands()).contains(DEMO).containsAll(LEFT_TO_OTHERS);
        Files.deleteIfExists(Checkout.root().resolve("out/report/report.json"));
        prometheus = Prometheus.start(FOLDER);
        Process started = Checkout.start(DEMO, SAID);
        demo = started;
        Awaitility.await("the story is over").atMost(STORY).pollInterval(Duration.ofSeconds(1))
                .until(() -> !started.isAlive() || Files.readString(SAID).contains("The fleet stays up"));
        assertThat(started.isAlive()).as(Files.readString(SAID)).isTrue();
    }

    @AfterAll
    static void endTheDemo() throws Exception {
        if (prometheus != null) {
            prometheus.close();
        }
        if (demo != null) {
            List<ProcessHandle> family = demo.descendants().toList();
            // Not SIGINT: a test run in the background, as some CI has it, hands down that it is ignored.
            demo.destroy();
            assertThat(demo.waitFor(30, TimeUnit.SECONDS)).as("the demo ends on SIGTERM").isTrue();
            Awaitility.await("nothing is left of the demo").atMost(Duration.ofSeconds(20))
                    .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /**
     * What must hold on any machine. How fast it was is the drill's own verdict, which a machine with less to spare than
     * twenty processes need may fail: such a figure is measured, not asserted in a test.
     */
    @Test
    @Order(1)
    void theDemoTellsItsStoryAndNobodyIsHarmed() throws Exception {
        String report = Files.readString(Checkout.root().resolve("out/report/report.json"));
        assertThat(report).contains("\"schema\":\"spillway.io/report/v1\"");
        assertThat(report).as(Files.readString(SAID)).doesNotContain("\"verdict\":\"ABORTED\"");
        for (String invariant : UNHARMED) {
            assertThat(report).as(Files.readString(SAID))
                    .contains("{\"name\":\"" + invariant + "\",\"holds\":true,");
        }
        assertThat(Checkout.root().resolve("out/report/report.html")).exists();
        assertThat(Checkout.root().resolve("out/report/report.md")).exists();
        assertThat(Checkout.root().resolve("out/report/junit.xml")).exists();
    }

    @Test
    @Order(2)
    void theFleetStartedWithWhatItsJvmsHadLearned() throws Exception {
        assertThat(Files.readString(SAID)).contains("16 processes ready after")
                .doesNotContain("start without class data");
        List<ProcessHandle> gateways = java.util.Objects.requireNonNull(demo).descendants()
                .filter(process -> commandLine(process).contains("gateway.proxy.Main")).toList();
        assertThat(gateways).hasSize(4).allSatisfy(gateway -> assertThat(commandLine(gateway)).containsPattern(
                "-XX:AOTCache=\\S+/class-data/[0-9a-f]{16}/gateway\\.aot"));
        // Mapped, and not only named: a JVM that cannot use it starts without a word.
        assertThat(gateways)
                .allSatisfy(gateway -> assertThat(Files.readString(Path.of("/proc/" + gateway.pid() + "/maps")))
                        .contains("/gateway.aot"));
    }

    /** The whole of it: what Java says of other processes ends after a page, which a class path is longer than. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    /** Some panels show what does not happen in the demo: {@code grafana/README.md} lists them, and why. */
    @Test
    @Order(3)
    void everyQueryOfEveryPanelHasSeries() throws Exception {
        Set<String> mayBeEmpty = GrafanaReadme.emptyInTheDemo().keySet();
        List<String> empty = new ArrayList<>();
        for (Dashboards.Query query : Dashboards.queries()) {
            Prometheus.Answer answer = java.util.Objects.requireNonNull(prometheus).query(query.promQl());
            String panel = query.dashboard() + ": " + query.panel();
            if (answer.error() != null || (answer.series() == 0 && !mayBeEmpty.contains(panel))) {
                empty.add(panel + ": " + query.promQl() + (answer.error() == null ? "" : " -> " + answer.error()));
            }
        }
        assertThat(empty).isEmpty();
    }

    /** What the dashboards and rules are held against is read from the source: here is what it gives. */
    @Test
    @Order(4)
    void whatTheFleetExportsIsWhatTheSourceSays() throws Exception {
        Set<String> registered = RegisteredMetrics.samples().values().stream().flatMap(Set::stream)
                .collect(Collectors.toSet());
        assertThat(java.util.Objects.requireNonNull(prometheus).names())
                // With a colon it is what a recording rule made.
                .filteredOn(name -> name.startsWith("spillway_") && !name.contains(":"))
                .hasSizeGreaterThan(80).isSubsetOf(registered);
    }

    @Test
    @Order(5)
    void everyCommandWorks() throws Exception {
        List<String> commands = new ArrayList<>(Checkout.readmeCommands());
        commands.remove(DEMO);
        commands.removeAll(LEFT_TO_OTHERS);
        commands.removeIf(command -> command.startsWith("bin/"));
        for (String command : commands) {
            Checkout.Ended ended = Checkout.run(command);
            // A drill is void when this machine was too busy to offer the load: the command has done its work, and
            // said so; about failover it has shown nothing, so it gets another chance to.
            for (int again = 0; again < MOST_VOID && isVoid(ended); again++) {
                ended = Checkout.run(command);
            }
            if (isVoid(ended)) {
                assertThat(ended.said()).as(command).contains("the generator was late").contains("report.html");
            } else {
                assertThat(ended.code()).as(command + "\n" + ended.said()).isZero();
            }
        }
    }

    private static boolean isVoid(Checkout.Ended ended) {
        return ended.code() == 1 && ended.said().contains("\nVOID");
    }
}
