package io.spillway.it.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.StepPosition;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A switch-over is written in one IDC and known in the other, and what that one says of its part comes back. */
@Tag("slow")
class SwitchOverTravelsTest extends TwoIdcs {

    private static final Instant AT = Instant.ofEpochMilli(1_795_247_940_123L);
    private static final String CORE = "drgroup/core";
    private static final int ROUNDS = 20;

    @BeforeEach
    void hear() {
        a.hears(b);
        b.hears(a);
    }

    @AfterEach
    void stop() {
        a.hearsNothing();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1));
    }

    private static Resource evening(long counter, String idc, long sequence, SwitchOverState state) {
        return named("evening", counter, idc, sequence, state);
    }

    /** One that stands still: those who carry it out have nothing to do but to say how far their part is. */
    private static Resource named(String name, long counter, String idc, long sequence, SwitchOverState state) {
        SwitchOverPlan plan = new SwitchOverPlan(List.of(), List.of("idc-a", "idc-b"), List.of(CORE), List.of(),
                Map.of(), Double.NaN, "digest", "hash", AT, 0);
        return Resource.of(name, new SwitchOverSpec(List.of(new ShiftScope.DrGroupScope("core")), "idc-a",
                "idc-b", List.of(100), Duration.ZERO, Gates.DEFAULT, SwitchMode.GRACEFUL, SwitchOverSpec.NO_FENCE,
                false, SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "r",
                new SwitchOverStatus(new Generation(counter, idc), sequence, state, StepPosition.FIRST, null,
                        SwitchOrigin.MANUAL, "ann", plan, List.of(), false, List.of(), Map.of(), null, AT, null, null,
                        List.of())));
    }

    @Test
    void whatIsWrittenInOneIsKnownInTheOtherWithItsLocksAndTheOlderIsNotTaken() {
        a.writes(evening(1, "idc-a", 5, SwitchOverState.DRAFT));
        await().until(() -> b.as("evening").equals("1/idc-a 5"));
        assertThat(b.locks()).isEmpty();
        a.writes(evening(1, "idc-a", 6, SwitchOverState.PAUSED), CORE);
        await().until(() -> b.as("evening").equals("1/idc-a 6"));
        assertThat(b.locks()).isEqualTo(Map.of(CORE, "evening"));
        await().until(() -> b.node.service().get(Kind.SWITCH_OVER, "evening").isPresent());
        // The registry of A goes back, as one that was restored from an old copy.
        a.writes(evening(1, "idc-a", 4, SwitchOverState.DRAFT));
        a.writes(named("later", 1, "idc-a", 1, SwitchOverState.DRAFT));
        await().until(() -> b.as("later").equals("1/idc-a 1"));
        assertThat(b.as("evening")).isEqualTo("1/idc-a 6");
        a.writes(evening(1, "idc-a", 9, SwitchOverState.ROLLED_BACK));
        await().until(() -> b.as("evening").equals("1/idc-a 9"));
        assertThat(b.locks()).isEmpty();
    }

    /** Both wrote while they did not hear each other: whoever took it over has the higher generation, everywhere. */
    @Test
    void afterATakeOverDuringACutBothKnowTheHigherGeneration() {
        a.writes(evening(1, "idc-a", 5, SwitchOverState.PAUSED));
        await().until(() -> b.as("evening").equals("1/idc-a 5"));
        a.hearsNothing();
        b.hearsNothing();
        a.writes(evening(1, "idc-a", 8, SwitchOverState.PAUSED));
        b.writes(evening(2, "idc-b", 6, SwitchOverState.PAUSED));
        hear();
        await().until(() -> a.as("evening").equals("2/idc-b 6"));
        assertThat(b.as("evening")).isEqualTo("2/idc-b 6");
        b.writes(evening(2, "idc-b", 7, SwitchOverState.ROLLED_BACK));
        await().until(() -> a.as("evening").equals("2/idc-b 7"));
        assertThat(a.refused).isEmpty();
        assertThat(b.refused).isEmpty();
    }

    @Test
    void whatAThirdOneToldIsNotPassedOn() {
        b.writes(evening(3, "idc-c", 5, SwitchOverState.PAUSED));
        b.says(new SwitchOverProgress("evening", "idc-c", new Generation(3, "idc-c"), 5, Map.of(), 1, 1, List.of(),
                MeasuredTraffic.NONE, AT));
        await().until(() -> a.heard("idc-b", "evening") != null);
        assertThat(a.as("evening")).isEmpty();
        assertThat(a.heard("idc-c", "evening")).isNull();
        assertThat(a.refused).isEmpty();
    }

    @Test
    void nothingIsForgottenOfAPeerThatIsSilent() {
        b.writes(evening(1, "idc-b", 5, SwitchOverState.PAUSED), CORE);
        await().until(() -> a.as("evening").equals("1/idc-b 5") && a.heard("idc-b", "evening") != null);
        b.node.close();
        await().until(() -> a.node.service().status().peers().getFirst().state() == PeerState.STALE);
        assertThat(a.as("evening")).isEqualTo("1/idc-b 5");
        assertThat(a.locks()).isEqualTo(Map.of(CORE, "evening"));
        assertThat(a.heard("idc-b", "evening")).isNotNull();
    }

    /** A step waits for this way there and back: nothing on it may wait for a clock. Of a draft the nodes themselves say nothing. */
    @Test
    void thereAndBackTakesNoFixedTime() {
        a.writes(evening(1, "idc-a", 1, SwitchOverState.DRAFT));
        await().until(() -> b.as("evening").equals("1/idc-a 1"));
        Ticker ticker = Ticker.system();
        List<Long> millis = new ArrayList<>();
        for (long round = 2; round < ROUNDS + 2; round++) {
            long sequence = round;
            long start = ticker.nanos();
            a.writes(evening(1, "idc-a", sequence, SwitchOverState.DRAFT));
            await().until(() -> b.as("evening").equals("1/idc-a " + sequence));
            b.says(new SwitchOverProgress("evening", "idc-b", new Generation(1, "idc-a"), sequence, Map.of(), 50, 49,
                    List.of(), MeasuredTraffic.NONE, AT));
            await().until(() -> {
                SwitchOverProgress heard = a.heard("idc-b", "evening");
                return heard != null && heard.sequence() == sequence;
            });
            millis.add((ticker.nanos() - start) / 1_000_000);
        }
        assertThat(millis).as("milliseconds there and back").hasSize(ROUNDS);
    }
}
