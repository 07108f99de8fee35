package io.spillway.model.switchover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.model.resource.SwitchOverState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The guide says what the code does. */
class TransitionsTest {

    private static final Path GUIDE = Path.of(System.getProperty("spillway.root", "../.."),
            "idc-control/docs/switchover.md");

    @Test
    void theGuideHasEveryRowAndNoOther() throws IOException {
        List<String> shown = Files.readAllLines(GUIDE).stream()
                .filter(line -> line.matches("\\| [A-Z_]+ \\| [a-z-]+ \\|.*"))
                .toList();
        assertThat(shown).containsExactlyElementsOf(Transitions.all().stream().map(TransitionsTest::row).toList());
    }

    @Test
    void theGuideSaysWhatEachEventMeans() throws IOException {
        String guide = Files.readString(GUIDE);
        for (EventKind event : EventKind.values()) {
            assertThat(guide).contains("| `" + event.word() + "` | " + event.meaning() + " |");
        }
    }

    @Test
    void everyStateIsReachedAndNoneThatIsNotOverIsADeadEnd() {
        Set<SwitchOverState> reached = EnumSet.of(SwitchOverState.DRAFT);
        Transitions.all().forEach(row -> reached.addAll(row.to()));
        assertThat(reached).isEqualTo(EnumSet.allOf(SwitchOverState.class));
        for (SwitchOverState state : SwitchOverState.values()) {
            boolean leaves = Transitions.all().stream().anyMatch(row -> row.from() == state);
            assertThat(leaves).as("%s", state).isEqualTo(!state.over());
        }
    }

    @Test
    void whateverIsUnderWayAnOperatorCanTakeItBackOrEndIt() {
        for (SwitchOverState state : SwitchOverState.values()) {
            if (state.moving()) {
                assertThat(Transitions.words(state)).as("%s", state).containsAnyOf(EventKind.ROLLBACK,
                        EventKind.FORCE_END);
            }
            if (state.before()) {
                assertThat(Transitions.words(state)).as("%s", state).contains(EventKind.ABORT);
            }
        }
    }

    private static String row(Transitions.Transition row) {
        String to = row.to().stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
        return "| " + row.from() + " | " + row.event().word() + " | " + to + " |";
    }
}
