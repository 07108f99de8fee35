package io.spillway.drill.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spillway.drill.fault.Fault.Harm;
import io.spillway.drill.fleet.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every drill of the library can be played, is safe, and stands in the documents. */
class LibraryFilesTest {

    private static final Path ROOT = Path.of(System.getProperty("spillway.root", "../.."));
    private static final Path DRILLS = ROOT.resolve("config/drills");
    private static final Path DOCS = ROOT.resolve("failover-drills/docs");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9/-]+)`");

    static List<String> library() throws IOException {
        try (Stream<Path> files = Files.walk(DRILLS)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> DRILLS.relativize(file).toString().replace(".yaml", "")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("library")
    void canBePlayed(String name) throws Exception {
        DrillPlan plan = PlanFiles.drill(DRILLS.resolve(name + ".yaml"));

        assertThat(plan.name()).isEqualTo(name.replace("netns/", ""));
        assertThat(plan.networkFaults().isEmpty()).as("only what needs --netns is apart")
                .isEqualTo(!name.startsWith("netns/"));
        assertThat(plan.title()).isNotEqualTo(name);
        assertThat(plan.invariants()).isNotEmpty();
        assertThat(plan.rollback()).anySatisfy(step -> assertThat(step).isInstanceOfSatisfying(Step.Strike.class,
                strike -> assertThat(strike.blow()).isEqualTo(Step.Blow.START)));
        if (!plan.load().isEmpty()) {
            assertThat(plan.abort()).as("abort guards").isNotEmpty()
                    .allMatch(guard -> guard.window().compareTo(Duration.ofSeconds(10)) <= 0);
        }
        assertThat(PlanFiles.topology(ROOT.resolve("config/topologies").resolve(plan.topology() + ".yaml")).idcs())
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("library")
    void undoesTheShiftsThatItMakes(String name) throws Exception {
        DrillPlan plan = PlanFiles.drill(DRILLS.resolve(name + ".yaml"));
        if (plan.steps().stream().anyMatch(Step.Shift.class::isInstance)) {
            assertThat(plan.rollback()).anyMatch(Step.ClearShift.class::isInstance);
        }
        if (plan.steps().stream().anyMatch(Step.SwitchOver.class::isInstance)) {
            assertThat(plan.rollback())
                    .anyMatch(step -> step instanceof Step.EndSwitchOvers || step instanceof Step.RollBack);
        }
    }

    @Test
    void standsInTheDocuments() throws IOException {
        String table = Files.readString(DOCS.resolve("library.md"));
        assertThat(ROW.matcher(table).results().map(row -> row.group(1)).sorted().toList()).isEqualTo(library());
    }

    @Test
    void everyFaultStandsInTheDocuments() throws IOException {
        String table = Files.readString(DOCS.resolve("faults.md"));
        for (Line line : Line.values()) {
            assertThat(table).contains("`" + line.word() + "`");
        }
        List<String> keys = List.of("cut", "blackHole", "reset", "latency", "bandwidth", "slowClose");
        assertThat(Harm.class.getPermittedSubclasses()).hasSize(keys.size());
        for (String key : keys) {
            assertThat(table).contains(key + ": ");
        }
        assertThat(Arrays.stream(new String[]{"kill", "stop", "grey", "filter", "network", "shift",
                "switchOver"}))
                .allMatch(key -> table.contains("`" + key));
    }
}
