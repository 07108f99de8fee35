package io.spillway.sync.source.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.sync.kit.SetClock;
import io.spillway.sync.spi.Reading;
import io.spillway.sync.spi.Source;
import io.spillway.sync.spi.SourceProblem;
import io.spillway.sync.spi.SourceSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is believed of a folder while people, programs and Kubernetes change it. */
@Timeout(60)
class FolderSessionTest {

    private static final Duration TICK = Duration.ofMillis(100);

    @TempDir
    Path temporary;
    private final SetClock clock = new SetClock();
    private Folder folder;
    private SourceSession session;

    @BeforeEach
    void open() throws Exception {
        folder = new Folder(temporary.resolve("workloads"));
        session = start();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private SourceSession start() {
        return folder.source().open(new Source.Surroundings(clock, clock, () -> {}));
    }

    @Test
    void manyDocumentsAndAListAreReadInYamlAndJson() {
        folder.replace("a.yaml", workload("a-1", 1) + "---\n" + workload("a-2", 2));
        folder.replace("b.yml", "apiVersion: spillway.io/v1\nkind: List\nitems:\n- " + indented(workload("b-1", 3)));
        folder.replace("c.json", """
                {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"c-1"},
                 "spec":{"service":"orders","cluster":"primary","address":"10.0.0.1","port":4}}""");
        Reading.Snapshot read = snapshot();
        assertThat(read.entries()).containsOnlyKeys("a-1", "a-2", "b-1", "c-1");
        assertThat(read.problems()).isEmpty();
        assertThat(read.whole()).isTrue();
    }

    @Test
    void aFileThatIsBeingWrittenSaysWhatItSaidBeforeUntilItHasSettled() {
        folder.replace("a.yaml", workload("a-1", 1) + "---\n" + workload("a-2", 2));
        assertThat(snapshot().entries()).hasSize(2);
        folder.overwrite("a.yaml", workload("a-1", 1));
        assertThat(snapshot().entries()).hasSize(2);
        clock.pass(TICK);
        folder.overwrite("a.yaml", workload("a-1", 1) + "---\n" + workload("a-2", 20) + "---\n" + workload("a-3", 3));
        clock.pass(Folder.SETTLE.minus(TICK));
        assertThat(port(snapshot(), "a-2")).isEqualTo(2);
        clock.pass(Folder.SETTLE);
        assertThat(port(snapshot(), "a-2")).isEqualTo(20);
        assertThat(snapshot().entries()).hasSize(3);
    }

    @Test
    void aFileCutOffInTheMiddleKeepsWhatItHadAndIsNamedWithItsLine() {
        folder.replace("a.yaml", workload("a-1", 1));
        folder.replace("b.yaml", workload("b-1", 2));
        snapshot();
        folder.overwrite("a.yaml", "apiVersion: spillway.io/v1\nkind: WorkloadEntry\nmetadata: {name: a-");
        folder.overwrite("b.yaml", workload("b-1", 22));
        settled();
        Reading.Snapshot read = snapshot();
        assertThat(port(read, "a-1")).isEqualTo(1);
        assertThat(port(read, "b-1")).isEqualTo(22);
        assertThat(read.whole()).isTrue();
        assertThat(read.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.name()).isEqualTo("a.yaml");
            assertThat(problem.reason()).startsWith("a.yaml:3: ").contains("(expected: YAML or JSON)");
        });
    }

    @Test
    void aFileThatWasEmptiedKeepsWhatItHad() {
        folder.replace("a.yaml", workload("a-1", 1));
        snapshot();
        folder.overwrite("a.yaml", "");
        settled();
        assertThat(snapshot().entries()).containsOnlyKeys("a-1");
        assertThat(snapshot().problems()).extracting(SourceProblem::reason).first().asString()
                .contains("no documents", "delete the file");
    }

    @Test
    void aFileThatWasNeverReadableLeavesItOpenWhatThereIs() {
        folder.replace("a.yaml", workload("a-1", 1));
        folder.replace("b.yaml", "{");
        Reading.Snapshot read = snapshot();
        assertThat(read.entries()).containsOnlyKeys("a-1");
        assertThat(read.whole()).isFalse();
    }

    @Test
    void oneBadDocumentIsSetAsideByItsNameWithLineKeyAndWhatWasExpected() {
        folder.replace("a.yaml",
                workload("a-1", 1) + "---\n" + workload("a-2", 2).replace("port: 2", "port: two") + "---\n"
                        + workload("a-3", 3));
        Reading.Snapshot read = snapshot();
        assertThat(read.entries()).containsOnlyKeys("a-1", "a-3");
        assertThat(read.whole()).isTrue();
        assertThat(read.problems()).containsExactly(new SourceProblem("a-2",
                "a.yaml:9: /spec/port: \"two\" (expected: integer 1..65535)"));
    }

    @Test
    void aBadDocumentWithoutAReadableNameLeavesItOpenWhatThereIs() {
        folder.replace("a.yaml", workload("a-1", 1) + "---\n" + workload("A 2", 2));
        Reading.Snapshot read = snapshot();
        assertThat(read.entries()).containsOnlyKeys("a-1");
        assertThat(read.whole()).isFalse();
        assertThat(read.problems()).singleElement().extracting(SourceProblem::name).isEqualTo("a.yaml");
    }

    @Test
    void anotherKindThanWorkloadEntryIsSetAside() {
        folder.replace("a.yaml", workload("a-1", 1)
                + "---\napiVersion: spillway.io/v1\nkind: Cluster\nmetadata: {name: c}\nspec: {idc: i, role: PRIMARY}\n");
        assertThat(snapshot().entries()).containsOnlyKeys("a-1");
        assertThat(snapshot().problems()).singleElement().extracting(SourceProblem::reason).asString()
                .isEqualTo("a.yaml:6: /kind: \"Cluster\" (expected: WorkloadEntry, which alone a source registers)");
    }

    @Test
    void oneNameInTwoFilesIsInNeither() {
        folder.replace("a.yaml", workload("same", 1));
        folder.replace("b.yaml", workload("same", 2) + "---\n" + workload("b-1", 3));
        Reading.Snapshot read = snapshot();
        assertThat(read.entries()).containsOnlyKeys("b-1");
        assertThat(read.problems()).containsExactly(
                new SourceProblem("same", "is in a.yaml and in b.yaml (expected: once)"));
    }

    @Test
    void anEntryThatMovesToAnotherFileIsNeverGone() {
        folder.replace("a.yaml", workload("a-1", 1) + "---\n" + workload("moves", 2));
        folder.replace("b.yaml", workload("b-1", 3));
        snapshot();
        folder.replace("a.yaml", workload("a-1", 1));
        for (int i = 0; i < 8; i++) {
            clock.pass(TICK);
            assertThat(snapshot().entries()).containsKey("moves");
        }
        folder.replace("b.yaml", workload("b-1", 3) + "---\n" + workload("moves", 2));
        for (int i = 0; i < 40; i++) {
            clock.pass(TICK);
            assertThat(snapshot().entries()).containsKey("moves");
            assertThat(snapshot().problems()).isEmpty();
        }
    }

    @Test
    void aFileThatIsReplacedByDeletingItFirstIsNeverGone() {
        folder.replace("a.yaml", workload("a-1", 1));
        folder.replace("b.yaml", workload("b-1", 3));
        snapshot();
        Folder.act(() -> Files.delete(folder.path().resolve("a.yaml")));
        clock.pass(TICK);
        assertThat(snapshot().entries()).containsKey("a-1");
        folder.overwrite("a.yaml", workload("a-1", 11));
        clock.pass(TICK);
        assertThat(port(snapshot(), "a-1")).isEqualTo(1);
        settled();
        assertThat(port(snapshot(), "a-1")).isEqualTo(11);
    }

    @Test
    void aFolderThatIsHalfRenamedIsNoData() {
        folder.replace("a.yaml", workload("a-1", 1));
        snapshot();
        folder.silence();
        assertThat(session.read()).isInstanceOfSatisfying(Reading.NoData.class,
                none -> assertThat(none.reason()).isEqualTo("folder " + folder.path() + ": no such folder"));
        Folder.act(() -> Files.writeString(folder.path(), "a file where a folder was"));
        assertThat(session.read()).isInstanceOfSatisfying(Reading.NoData.class,
                none -> assertThat(none.reason()).endsWith(": not a folder"));
        Folder.act(() -> Files.delete(folder.path()));
        folder.speak();
        assertThat(snapshot().entries()).containsOnlyKeys("a-1");
    }

    @Test
    void whatEditorsLeaveIsNotRead() {
        folder.replace("a.yaml", workload("a-1", 1));
        for (String file : List.of(".a.yaml.swp", "a.yaml~", "#a.yaml#", ".#a.yaml", "4913", "a.yaml.bak", "README")) {
            folder.overwrite(file, workload("no", 1));
        }
        assertThat(snapshot().entries()).containsOnlyKeys("a-1");
        assertThat(snapshot().problems()).isEmpty();
    }

    @Test
    void whatIsNoFileOrNoTextIsNamedAndReadWithoutWaitingForEver() throws Exception {
        folder.replace("a.yaml", workload("a-1", 1));
        Files.createDirectory(folder.path().resolve("b.yaml"));
        Files.write(folder.path().resolve("c.yaml"), new byte[]{(byte) 0xc3, 0x28});
        assertThat(snapshot().entries()).containsOnlyKeys("a-1");
        assertThat(snapshot().problems()).extracting(SourceProblem::reason).containsExactly(
                "b.yaml: not a file (expected: a file, or a link to one)", "c.yaml: not text in UTF-8");
    }

    @Test
    void theSwapOfALinkToAllFilesIsOneChange() throws Exception {
        Path first = generation("..1", 1);
        generation("..2", 2);
        Path data = folder.path().resolve("..data");
        Files.createSymbolicLink(data, first.getFileName());
        for (String file : List.of("a.yaml", "b.yaml")) {
            Files.createSymbolicLink(folder.path().resolve(file), Path.of("..data", file));
        }
        assertThat(port(snapshot(), "a-1")).isEqualTo(1);
        Path next = folder.path().resolve("..data_tmp");
        Files.createSymbolicLink(next, Path.of("..2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        snapshot();
        settled();
        Reading.Snapshot read = snapshot();
        assertThat(port(read, "a-1")).isEqualTo(2);
        assertThat(port(read, "b-1")).isEqualTo(2);
        assertThat(read.problems()).isEmpty();
        assertThat(read.whole()).isTrue();
    }

    @Test
    @Tag("slow")
    void tenThousandFilesAreReadOnceAndThenOnlyLookedAt() {
        IntStream.range(0, 10_000).forEach(i -> folder.overwrite("w-" + i + ".yaml", workload("w-" + i, 1 + i)));
        long begin = System.nanoTime();
        assertThat(snapshot().entries()).hasSize(10_000);
        Duration first = Duration.ofNanos(System.nanoTime() - begin);
        folder.replace("w-77.yaml", workload("w-77", 9));
        snapshot();
        settled();
        begin = System.nanoTime();
        assertThat(port(snapshot(), "w-77")).isEqualTo(9);
        Duration second = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(first).isLessThan(Duration.ofSeconds(30));
        assertThat(second).as("first " + first).isLessThan(Duration.ofSeconds(5));
    }

    private Path generation(String name, int port) throws Exception {
        Path made = Files.createDirectory(folder.path().resolve(name));
        Files.writeString(made.resolve("a.yaml"), workload("a-1", port));
        Files.writeString(made.resolve("b.yaml"), workload("b-1", port));
        return made;
    }

    private Reading.Snapshot snapshot() {
        return (Reading.Snapshot) session.read();
    }

    /** What was seen to change has settled, and what is gone is believed gone. */
    private void settled() {
        for (int i = 0; i < 30; i++) {
            session.read();
            clock.pass(TICK);
        }
    }

    private static int port(Reading.Snapshot read, String name) {
        Resource entry = read.entries().get(name);
        return entry != null && entry.spec() instanceof WorkloadEntrySpec spec ? spec.port() : -1;
    }

    static String workload(String name, int port) {
        return """
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: %s}
                spec: {service: orders, cluster: primary, address: 10.0.0.1, port: %d}
                """.formatted(name, port);
    }

    private static String indented(String text) {
        return text.strip().replace("\n", "\n  ") + "\n";
    }
}
