package io.spillway.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.spillway.it.harness.Command;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.Json;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.TestFleet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
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
    private static final List<String> OF_A = List.of("idc-a/idc-control", "idc-a/gateway-1", "idc-a/registry-sync");

    private static Path guide() {
        return Checkout.root().resolve("idc-control/docs/operate.md");
    }

    @Test
    void everyCommandPrintsWhatTheGuideShows() throws Exception {
        RunningFleet fleet = FLEET.get();
        List<String> wrong = new ArrayList<>();
        for (Guide.Step step : Guide.steps(guide())) {
            switch (step) {
                case Guide.Happens(String what) -> happen(fleet, what);
                // Played by BreakGlassTest: it takes a fleet whose API asks who calls.
                case Guide.Shown shown when shown.person().equals("glass") -> {
                }
                case Guide.Shown shown -> {
                    String person = shown.person().isEmpty()
                            ? System.getProperty("user.name", "nobody")
                            : shown.person();
                    List<String> printed = Command.spillwayAs(person, words(fleet, shown.words())).output().lines()
                            .toList();
                    if (!Guide.matches(shown.output(), printed)) {
                        wrong.add("$ ./" + shown + "\n" + String.join("\n", printed));
                    }
                }
            }
        }
        assertThat(wrong).as("commands that print something else").isEmpty();
    }

    /** Whoever approves copies the hash that was printed. */
    private static String hash(RunningFleet fleet, String switchOver) throws IOException {
        return fleet.api("idc-a").read("switchovers/" + switchOver).at("status").at("plan").at("hash").text();
    }

    private static String[] words(RunningFleet fleet, List<String> shown) throws IOException {
        List<String> words = new ArrayList<>(shown);
        boolean waits = words.contains("ID");
        Json waiting = waits ? fleet.api("idc-a").read("approvals").at("approvals").items().getFirst() : null;
        String hash = waiting != null
                ? waiting.at("hash").text()
                : words.contains("HASH") ? hash(fleet, words.get(2)) : "";
        words.replaceAll(word -> switch (word) {
            case "HASH" -> hash;
            case "ID" -> waiting == null ? word : waiting.at("id").text();
            case "control-a:17000" -> fleet.api("idc-a").address();
            case "control-b:17000" -> fleet.api("idc-b").address();
            default -> word;
        });
        if (!words.contains("--server")) {
            words.addAll(List.of("--server", fleet.api("idc-a").address()));
        }
        if (words.contains("--wait")) {
            words.addAll(List.of("--timeout", "60s"));
        }
        return words.toArray(String[]::new);
    }

    private static void happen(RunningFleet fleet, String what) throws Exception {
        switch (what) {
            case "idc-a dies" -> {
                for (String process : OF_A) {
                    fleet.kill(process);
                }
                Awaitility.await("idc-b does not hear idc-a any more").atMost(Duration.ofSeconds(30)).until(
                        () -> !fleet.api("idc-b").peer("idc-a").at("state").text().equals("CONNECTED"));
            }
            case "idc-a returns" -> {
                for (String process : OF_A) {
                    fleet.start(process);
                }
                fleet.awaitPeers();
            }
            case "core asks for a second person" -> core(fleet, ",\"limits\":{\"approveAbove\":0}");
            default -> throw new AssertionError("play: " + what
                    + " (expected: idc-a dies, idc-a returns, or core asks for a second person)");
        }
    }

    private static void core(RunningFleet fleet, String limits) throws IOException {
        fleet.api("idc-a").write("drgroups/core", """
                {"apiVersion":"spillway.io/v1","kind":"DrGroup","metadata":{"name":"core"},
                 "spec":{"idcs":["idc-a","idc-b"]%s}}""".formatted(limits));
    }

    @AfterEach
    void coreAsksForNobody() throws IOException {
        core(FLEET.get(), "");
        FLEET.get().api("idc-a").delete("shifts/drgroup.core");
        FLEET.get().api("idc-a").post("switchovers/switches/abort", "{}");
    }

    @Test
    void itIsShortEnoughToBeReadAtNight() throws Exception {
        assertThat(Files.readAllLines(guide())).hasSizeLessThan(LONGEST);
    }
}
