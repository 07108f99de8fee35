package io.spillway.control.switchover.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.SwitchOverProgress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an IDC says of its part is what others go by: too often costs, too seldom makes them wait, and what is stale misleads. */
class TellingTest {

    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofMillis(10));
    private static final Instant LATER = NOW.plus(Telling.FIGURES);

    private static SwitchOverProgress says(int acked, int fleet, Instant at, String... late) {
        Generation generation = new Generation(1, "idc-a");
        return new SwitchOverProgress("move", "idc-a", generation, 1, Map.of("drgroup/core", generation), fleet, acked,
                List.of(late), MeasuredTraffic.NONE, at);
    }

    @Test
    void acksAreSaidAtOnceAndTheRestNowAndThen() {
        SwitchOverProgress said = says(1, 2, NOW, "gw-1 (no answer)");
        assertThat(Telling.worth(null, null, said)).isTrue();
        assertThat(Telling.worth(said, said, says(2, 2, SOON))).isTrue();
        assertThat(Telling.worth(said, said, says(1, 2, SOON, "gw-2 (no answer)"))).isFalse();
        assertThat(Telling.worth(said, said, says(1, 2, LATER, "gw-2 (no answer)"))).isTrue();
        assertThat(Telling.worth(said, said, says(1, 2, LATER, "gw-1 (no answer)"))).isFalse();
    }

    /** It did not hear of this node's data planes: by its word all have Acked, and traffic would move on. */
    @Test
    void whatAnotherNodeSaidInTheMeantimeIsPutRight() {
        SwitchOverProgress said = says(1, 2, NOW);
        SwitchOverProgress ofTheOther = says(1, 1, SOON);
        assertThat(Telling.worth(said, ofTheOther, says(1, 2, SOON))).as("it may be older than what was said")
                .isFalse();
        assertThat(Telling.worth(said, ofTheOther, says(1, 2, LATER))).isTrue();
    }
}
