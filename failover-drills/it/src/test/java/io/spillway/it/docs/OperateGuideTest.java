package io.spillway.it.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spillway.it.harness.Command;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Plays the operator's guide from top to bottom on two IDCs that run: each command does what stands there, and prints it. */
@Tag("real")
class OperateGuideTest {

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    private static final int LONGEST = 200;

    private static Path guide() {
        return Checkout.root().resolve("idc-control/docs/operate.md");
    }

    @Test
    void everyCommandPrintsWhatTheGuideShows() throws Exception {
        RunningFleet fleet = FLEET.get();
        List<String> wrong = new ArrayList<>();
        for (Guide.Shown shown : Guide.commands(guide())) {
            List<String> words = new ArrayList<>(shown.words());
            words.replaceAll(word -> switch (word) {
                case "control-a:17000" -> fleet.api("idc-a").address();
                case "control-b:17000" -> fleet.api("idc-b").address();
                default -> word;
            });
            if (!words.contains("--server")) {
                words.addAll(List.of("--server", fleet.api("idc-a").address()));
            }
            List<String> printed = Command.spillway(words.toArray(String[]::new)).output().lines().toList();
            if (!Guide.matches(shown.output(), printed)) {
                wrong.add("$ ./" + shown + "\n" + String.join("\n", printed));
            }
        }
        assertThat(wrong).as("commands that print something else").isEmpty();
    }

    @Test
    void itIsShortEnoughToBeReadAtNight() throws Exception {
        assertThat(Files.readAllLines(guide())).hasSizeLessThan(LONGEST);
    }
}
