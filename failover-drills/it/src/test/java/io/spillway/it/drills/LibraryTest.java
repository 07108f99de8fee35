package io.spillway.it.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every drill of the library passes on a fleet of its own. */
class LibraryTest {

    private static final Path CONFIG = Path.of(System.getProperty("spillway.root", "../.."), "config").toAbsolutePath()
            .normalize();
    /** Those that take minutes have tests of their own, and the demo is the README's. */
    private static final List<String> ELSEWHERE = List.of("churn", "first-light");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @Tag("real")
    @ValueSource(strings = {"grey-service", "sync-partition", "idc-blackout", "switch-over-there-and-back", "drill-preempted", "gateway-loss"})
    void passesInShort(String drill) throws Exception {
        assertPasses(drill);
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("library")
    void passes(String drill) throws Exception {
        assertPasses(drill);
    }

    static List<String> library() throws IOException {
        try (Stream<Path> files = Files.list(CONFIG.resolve("drills"))) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .filter(name -> !ELSEWHERE.contains(name)).sorted().toList();
        }
    }

    private void assertPasses(String drill) throws Exception {
        // The topology is looked for where it stands: a test has no installation.
        String text = Files.readString(CONFIG.resolve("drills").resolve(drill + ".yaml"));
        String topology = text.replaceAll("(?s).*\\n  topology: (\\S+)\\n.*", "$1");
        Path file = Files.writeString(folder.resolve(drill + ".yaml"), text.replace("\n  topology: " + topology + "\n",
                "\n  topology: " + CONFIG.resolve("topologies").resolve(topology + ".yaml") + "\n"));
        try (Verb verb = Verb.start(folder.resolve("said"), "drill", "run", file.toString(), "--report",
                folder.resolve("report").toString(), "--run-dir", folder.resolve("fleet").toString())) {
            int exit = verb.exit();
            assertThat(exit).as(verb.said()).isZero();
        }
    }
}
