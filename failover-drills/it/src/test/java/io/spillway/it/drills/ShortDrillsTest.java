package io.spillway.it.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Six drills of the library pass in short: one after the other on one fleet, with half of their sleep. */
@Tag("real")
class ShortDrillsTest {

    private static final Pattern SLEEP = Pattern.compile("sleep: ([0-9]+)s");
    private static final Duration WHOLE = Duration.ofMinutes(1);

    @TempDir
    private static Path folder = Path.of("");
    private static @Nullable ApartFleet apart;

    @BeforeAll
    static void start() throws IOException {
        apart = ApartFleet.start(folder, "sync");
    }

    @AfterAll
    static void end() {
        ApartFleet started = apart;
        if (started != null) {
            started.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"switch-over-there-and-back", "drill-preempted", "sync-partition", "gateway-loss",
            "grey-service", "idc-blackout"})
    void passes(String drill) throws Exception {
        ApartFleet fleet = Objects.requireNonNull(apart);
        String text = Files.readString(ApartFleet.CONFIG.resolve("drills").resolve(drill + ".yaml"));
        fleet.awaitWhole(WHOLE);
        try (Verb verb = fleet.play(drill, halved(text).replace("topology: two-idc", "topology: TOPOLOGY"))) {
            int exit = verb.exit();
            assertThat(exit).as(verb.said()).isZero();
        }
    }

    private static String halved(String text) {
        return SLEEP.matcher(text)
                .replaceAll(sleep -> "sleep: " + Math.max(2, Integer.parseInt(sleep.group(1)) / 2) + "s");
    }
}
