package io.spillway.it.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every drill of the library passes on a fleet of its own, as an operator plays it. */
@Tag("full")
class LibraryTest {

    private static final Pattern TOPOLOGY = Pattern.compile("\n  topology: (\\S+)\n");
    /** Those that take minutes have tests of their own, and the demo is the README's. */
    private static final List<String> ELSEWHERE = List.of("churn", "first-light");

    @TempDir
    private Path folder = Path.of("");

    static List<String> library() throws IOException {
        Path drills = ApartFleet.CONFIG.resolve("drills");
        try (Stream<Path> files = Files.walk(drills)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> drills.relativize(file).toString().replace(".yaml", ""))
                    .filter(name -> !ELSEWHERE.contains(name)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("library")
    void passes(String drill) throws Exception {
        // A test has no installation, so the topology is named by its path.
        String text = Files.readString(ApartFleet.CONFIG.resolve("drills").resolve(drill + ".yaml"));
        Path file = Files.writeString(folder.resolve("drill.yaml"), TOPOLOGY.matcher(text).replaceFirst(
                "\n  topology: " + ApartFleet.CONFIG.resolve("topologies") + "/$1.yaml\n"));
        List<String> run = new ArrayList<>(List.of("drill", "run", file.toString(), "--report",
                folder.resolve("report").toString(), "--run-dir", folder.resolve("fleet").toString()));
        if (drill.startsWith("netns/")) {
            run.add("--netns");
        }
        try (Verb verb = Verb.start(folder.resolve("said"), run.toArray(String[]::new))) {
            int exit = verb.exit();
            assertThat(exit).as(verb.said()).isZero();
        }
    }
}
