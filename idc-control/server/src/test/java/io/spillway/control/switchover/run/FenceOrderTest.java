package io.spillway.control.switchover.run;

import java.time.Duration;
import java.util.List;

import io.spillway.control.switchover.Moving;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.switchover.SwitchOverEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A fence is asked for again and again under one name, whatever changes meanwhile; who goes on after a pause asks anew. */
class FenceOrderTest {

    private static final SwitchOverSpec FENCING = Moving.after(
            new SwitchOverSpec(List.of(Moving.CORE), "idc-a", "idc-b", List.of(100), Duration.ZERO, Gates.DEFAULT,
                    SwitchMode.GRACEFUL, "orders-db", false, SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "r", null)
                    .with(SwitchOverStatus.drafted("idc-a", SwitchOrigin.MANUAL, "ann", Moving.NOW)),
            new SwitchOverEvent.Check("ann"), new SwitchOverEvent.ChecksPassed(Moving.plan()),
            new SwitchOverEvent.Start("ann"));

    private static String order(SwitchOverSpec spec) {
        return Conductor.order(Resource.of("move", spec), spec, Moving.status(spec)).id();
    }

    @Test
    void theTimeOfItsShiftAndWhoCoordinatesItAreNotTheFencesMatter() {
        assertThat(order(FENCING)).isEqualTo("move-3");
        SwitchOverSpec extended = Moving.after(FENCING,
                new SwitchOverEvent.Extend("ann", Moving.NOW.plus(Duration.ofDays(9))),
                new SwitchOverEvent.TakeOver("ann", "idc-a is dead", "idc-b"));
        assertThat(Moving.status(extended).sequence()).isEqualTo(5);
        assertThat(order(extended)).isEqualTo("move-3");
    }

    @Test
    void whoGoesOnAsksAnew() {
        assertThat(order(Moving.after(FENCING, new SwitchOverEvent.FenceUnconfirmed("silent"),
                new SwitchOverEvent.Resume("ann", "", false)))).isEqualTo("move-5");
    }
}
