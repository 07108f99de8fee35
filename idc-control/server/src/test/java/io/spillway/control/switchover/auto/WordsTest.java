package io.spillway.control.switchover.auto;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.control.switchover.Moving;
import io.spillway.model.resource.Sight;
import io.spillway.model.resource.SwitchOverProgress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What counts of what was said, and for how long. */
class WordsTest {

    private static final Map<String, Sight> LOST = Map.of("idc-b", new Sight(0, 2, Sight.Link.CUT));
    private static final Map<String, Sight> REACHED = Map.of("idc-b", new Sight(2, 0, Sight.Link.HEARD));

    private static SwitchOverProgress said(String idc, Map<String, Sight> sights, int secondsAgo) {
        return SwitchOverProgress.vantage(idc, "", sights, Moving.NOW.minusSeconds(secondsAgo));
    }

    private static SwitchOverProgress probed(String idc, String place, Map<String, Sight> sights, int secondsAgo) {
        return SwitchOverProgress.vantage(idc, Words.place(place, "idc-b"), sights,
                Moving.NOW.minusSeconds(secondsAgo));
    }

    private static List<Word> fresh(SwitchOverProgress... said) {
        return Words.fresh(List.of(said), "idc-a", REACHED, Moving.NOW);
    }

    @Test
    void theOwnIdcSpeaksForItselfNow() {
        assertThat(fresh(said("idc-a", LOST, 0))).containsExactly(new Word("idc-a", false, REACHED));
    }

    @Test
    void whatIsOldDoesNotCount() {
        assertThat(fresh(said("idc-c", LOST, 14))).hasSize(2);
        assertThat(fresh(said("idc-c", LOST, 15))).hasSize(1);
        assertThat(fresh(said("idc-c", LOST, -15))).hasSize(1);
        assertThat(fresh(probed("idc-c", "x.y", LOST, 29))).contains(new Word("x.y", true, LOST));
        assertThat(fresh(probed("idc-c", "x.y", LOST, 30))).hasSize(1);
    }

    @Test
    void aProbeThatSpeaksToTwoIdcsCountsOnceAndTheNewestWordCounts() {
        assertThat(fresh(probed("idc-a", "x", LOST, 9), probed("idc-c", "x", REACHED, 3)))
                .containsExactly(new Word("idc-a", false, REACHED), new Word("x", true, REACHED));
    }

    @Test
    void whatIsSaidOfSwitchOversIsNoSight() {
        assertThat(fresh(Moving.says("idc-c", 1, 1, 1))).hasSize(1);
    }

    @Test
    void whoseWordIsOldIsCutOffAndWhoNeverSpokeIsUnknown() {
        List<SwitchOverProgress> said = List.of(said("idc-b", REACHED, 20), said("idc-c", LOST, 2));
        assertThat(Words.link(said, "idc-b", Moving.NOW)).isEqualTo(Sight.Link.CUT);
        assertThat(Words.link(said, "idc-c", Moving.NOW)).isEqualTo(Sight.Link.HEARD);
        assertThat(Words.link(said, "idc-d", Moving.NOW)).isEqualTo(Sight.Link.UNKNOWN);
        assertThat(Words.link(said, "idc-c", Moving.NOW.plus(Duration.ofMinutes(1)))).isEqualTo(Sight.Link.CUT);
    }
}
