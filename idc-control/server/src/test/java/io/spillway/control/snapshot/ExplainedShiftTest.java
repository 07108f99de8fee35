package io.spillway.control.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.service.ExplainResult;
import io.spillway.control.service.ExplainResult.Step;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** At night somebody asks why users of idc-a are served in idc-b: the shift says it, and who wrote it. */
class ExplainedShiftTest {

    private static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");
    private static final Step ROUTE = new Step("route", "orders", "host matches");
    private static final Step TO_A = new Step("group", "orders/default!idc-a 50.0 %", "weight 50 of 100");
    private static final Step TO_B = new Step("group", "orders/default!idc-b 50.0 %", "weight 50 of 100");
    private static final Step OUTCOME = new Step("outcome", "forward", "served");
    private static final ExplainResult DECIDED = new ExplainResult.Explained(List.of(ROUTE, TO_A, TO_B, OUTCOME),
            "10.0.0.1:80");

    private static ControlState shifted(String author) {
        return ControlState.empty()
                .with(Resource.of("orders", ServiceSpec.of(List.of("orders.example"), "core")).withRevision(1))
                .with(Resource.of("drgroup.core", new TrafficShiftSpec(CORE, Map.of(),
                        Map.of("idc-a", Map.of("idc-a", 50, "idc-b", 50), "idc-b", Map.of("idc-b", 100)), Set.of(),
                        "cooling", null, OnExpiry.ALARM, false, new Generation(4, "idc-a"), author)).withRevision(2));
    }

    private static List<Step> steps(ControlState state, String idc) {
        return ((ExplainResult.Explained) ExplainedShift.named(DECIDED, state, idc)).steps();
    }

    @Test
    void theShiftThatDividesTheTrafficIsNamedAfterTheGroups() {
        assertThat(steps(shifted("ann"), "idc-a")).containsExactly(ROUTE, TO_A, TO_B,
                new Step("shift", "drgroup/core: idc-a=50 idc-b=50", "generation 4/idc-a, by ann: cooling"), OUTCOME);
        assertThat(steps(shifted("ann"), "idc-b").get(3).decision()).isEqualTo("drgroup/core: idc-b=100");
    }

    @Test
    void theSwitchOverThatWroteItIsNamed() {
        SwitchOverSpec asked = new SwitchOverSpec(List.of(CORE), "idc-a", "idc-b", List.of(50, 100),
                SwitchOverSpec.SOAK, Gates.DEFAULT, SwitchMode.GRACEFUL, SwitchOverSpec.NO_FENCE, false,
                SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "cooling", null);
        SwitchOverStatus drafted = SwitchOverStatus.drafted("idc-a", SwitchOrigin.MANUAL, "ann", Instant.EPOCH);
        ControlState before = shifted("ann").with(Resource.of("older", asked.with(drafted.change()
                .written("drgroup/core", new Generation(3, "idc-a")).made(Instant.EPOCH, "pushed", "n", "")))
                .withRevision(3));
        assertThat(steps(before, "idc-a").get(3).reason()).isEqualTo("generation 4/idc-a, by ann: cooling");
        ControlState now = before.with(Resource.of("night", asked.with(drafted.change()
                .written("drgroup/core", new Generation(4, "idc-a")).made(Instant.EPOCH, "pushed", "n", "")))
                .withRevision(4));
        assertThat(steps(now, "idc-a").get(3).reason()).isEqualTo("generation 4/idc-a, switch-over night: cooling");
    }

    @Test
    void whatNoShiftDividesIsExplainedAsItWas() {
        assertThat(steps(ControlState.empty(), "idc-a")).containsExactly(ROUTE, TO_A, TO_B, OUTCOME);
        ExplainResult refused = new ExplainResult.NotExplained("idc");
        assertThat(ExplainedShift.named(refused, shifted("ann"), "idc-a")).isSameAs(refused);
    }
}
