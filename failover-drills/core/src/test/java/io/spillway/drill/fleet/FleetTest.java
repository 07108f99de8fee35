package io.spillway.drill.fleet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
class FleetTest {

    private static final int NICE = 16;
    private static final int POLICY = 38;
    private static final int SCHED_IDLE = 5;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void endsEverythingThatItStarted() {
        List<ProcessHandle> processes;
        try (Fleet fleet = fleet("one", "two")) {
            fleet.select(Selector.ALL).forEach(Component::start);
            processes = fleet.select(Selector.ALL).stream().map(each -> ProcessHandle.of(each.pid()).orElseThrow())
                    .toList();
            assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive);
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void recordsEveryProcessBeforeItRuns() throws IOException {
        try (Fleet fleet = fleet("one")) {
            Component one = fleet.select(Selector.ALL).getFirst();
            one.start();
            Awaitility.await().until(() -> recorded().size() == 1);
            assertThat(recorded().getFirst()).startsWith(one.pid() + " ").endsWith(" idc-a/one");
        }
    }

    @Test
    void givesWayToTheProgramThatMeasuresIt() throws IOException {
        try (Fleet fleet = fleet("one")) {
            Component one = fleet.select(Selector.ALL).getFirst();
            one.start();
            assertThat(one.plan().role().niceness()).isPositive();
            int mine = niceness(ProcessHandle.current().pid());
            Awaitility.await().until(() -> niceness(one.pid()) == Math.min(19, mine + one.plan().role().niceness()));
        }
    }

    @Test
    void runsSomethingOnlyWhenNobodyElseWantsAProcessor() throws IOException {
        List<ComponentPlan> plans = List.of(LauncherMain.sleeper(folder, "one"));
        try (Fleet fleet = new Fleet(plans, folder, Ticker.system(), Pause.real(), _ -> Priority.whenIdle(10))) {
            Component one = fleet.select(Selector.ALL).getFirst();
            one.start();
            Awaitility.await().until(() -> stat(one.pid(), POLICY) == SCHED_IDLE);
        }
    }

    @Test
    void saysBeforeItStartsThatAProgramIsMissing() throws IOException {
        Path programs = Files.createDirectories(folder.resolve("bin"));
        String path = "/does/not/exist:" + programs;
        assertThat(Priority.whenIdle(10).missing(path)).containsExactly("nice (of coreutils)", "chrt (of util-linux)");
        assertThat(Fleet.usual(path).apply(Role.GATEWAY)).as("a drill goes on without").isEqualTo(Priority.NONE);
        assertThat(Priority.NONE.command()).isEmpty();
        Path nice = Files.writeString(programs.resolve("nice"), "");
        assertThat(Priority.nice(1).missing(path)).as("it cannot be run").hasSize(1);
        assertThat(nice.toFile().setExecutable(true)).isTrue();
        assertThat(Priority.whenIdle(10).missing(path)).containsExactly("chrt (of util-linux)");
        assertThat(Fleet.usual(path).apply(Role.GATEWAY)).isEqualTo(Priority.nice(Role.GATEWAY.niceness()));
    }

    @Test
    void killsStopsAndContinuesByProcess() throws Exception {
        try (Fleet fleet = fleet("one", "two")) {
            fleet.select(Selector.ALL).forEach(Component::start);
            Component one = fleet.select(new Selector(null, null, null, "idc-a/one")).getFirst();
            Component two = fleet.select(new Selector(null, null, null, "idc-a/two")).getFirst();
            Awaitility.await().until(() -> recorded().size() == 2);

            one.suspend();
            Awaitility.await().until(() -> state(one).equals("T"));
            one.resume();
            Awaitility.await().until(() -> state(one).equals("S"));
            fleet.kill(List.of(one));

            assertThat(one.isAlive()).isFalse();
            assertThat(two.isAlive()).isTrue();
        }
    }

    @Test
    void saysWhichProcessEndedWhileStartingAndShowsItsLog() {
        ComponentPlan broken = new ComponentPlan("idc-a/broken", "idc-a", Role.CONTROL, null,
                List.of("/bin/sh", "-c", "echo no such port; exit 2"), folder.resolve("broken.log"),
                URI.create("http://127.0.0.1:1/readyz"));
        try (Fleet fleet = new Fleet(List.of(broken), folder, Ticker.system(), Pause.real())) {
            assertThatThrownBy(() -> fleet.start(Selector.ALL, Duration.ofSeconds(20), text -> {}))
                    .isInstanceOf(FleetException.class).hasMessageContaining("idc-a/broken ended while starting")
                    .hasMessageContaining(
                            "no such port");
        }
    }

    /** A gateway whose connections do not end in time: what is started afterwards is not taken for the one that goes. */
    @Test
    void restartsAlsoWhatDoesNotEndWhenItIsAsked() throws Exception {
        ComponentPlan deaf = new ComponentPlan("idc-a/deaf", "idc-a", Role.GATEWAY, null,
                List.of("/bin/sh", "-c", "trap '' TERM; echo runs; while :; do sleep 0.1; done"),
                folder.resolve("deaf.log"), URI.create("http://127.0.0.1:1/readyz"));
        try (Fleet fleet = new Fleet(List.of(deaf), folder, Ticker.system(), Pause.real())) {
            Component one = fleet.select(Selector.ALL).getFirst();
            one.start();
            Awaitility.await().until(() -> Files.readString(deaf.log()).contains("runs"));
            long before = one.pid();
            assertThatThrownBy(() -> fleet.restart(Selector.ALL, Duration.ofMillis(300), text -> {}))
                    .isInstanceOf(FleetException.class).hasMessageContaining("is not ready after");
            assertThat(one.isAlive()).isTrue();
            assertThat(one.pid()).isNotEqualTo(before);
            fleet.kill(List.of(one));
        }
    }

    /** Drills of one run folder follow each other at once; a keeper looks a second time after a second. */
    @Test
    void theKeeperOfAnEarlierFleetLeavesALaterOneAlone() {
        try (Fleet earlier = fleet("one")) {
            earlier.select(Selector.ALL).forEach(Component::start);
            Awaitility.await().until(() -> recorded().size() == 1);
        }
        try (Fleet later = fleet("one")) {
            Component one = later.select(Selector.ALL).getFirst();
            one.start();
            Awaitility.await().until(() -> recorded().size() == 1);
            Awaitility.await().during(Duration.ofMillis(1500)).until(one::isAlive);
        }
    }

    @Test
    void leavesNothingWhenTheLauncherIsKilled() throws Exception {
        Process launcher = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), LauncherMain.class.getName(),
                folder.toString()).inheritIO().start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> recorded().size() == 2);
        List<ProcessHandle> children = recorded().stream()
                .map(line -> ProcessHandle.of(Long.parseLong(line.split(" ", 2)[0])).orElseThrow())
                .toList();
        assertThat(children).allMatch(ProcessHandle::isAlive);

        launcher.destroyForcibly().waitFor();

        Awaitility.await().atMost(Duration.ofSeconds(10))
                .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    private Fleet fleet(String... names) {
        List<ComponentPlan> plans = java.util.Arrays.stream(names).map(name -> LauncherMain.sleeper(folder, name))
                .toList();
        return new Fleet(plans, folder, Ticker.system(), Pause.real());
    }

    private List<String> recorded() throws IOException {
        Path record = folder.resolve("pids");
        return Files.exists(record) ? Files.readAllLines(record) : List.of();
    }

    private static int niceness(long pid) throws IOException {
        return stat(pid, NICE);
    }

    /** Returns a field of proc(5), counted from the state of the process. */
    private static int stat(long pid, int field) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[field]);
    }

    private static String state(Component component) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(component.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 2)[0];
    }
}
