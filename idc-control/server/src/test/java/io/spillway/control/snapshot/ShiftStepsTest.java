package io.spillway.control.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.service.ExplainResult;
import io.spillway.control.service.ExplainResult.Step;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrGroupSpec;
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

/** Somebody asks at 3 a.m. why requests leave the IDC: the answer names who made them leave. */
class ShiftStepsTest {

    private static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");
    private static final Step AWAY = new Step("group", "orders/default!idc-b 60.0 %", "weight 60 of 100");
    private static final Step HERE = new Step("group", "orders/default!idc-a 40.0 %", "weight 40 of 100");

    private ControlState state = ControlState.empty()
            .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
            .with(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), "core")));

    @Test
    void theShiftThatRulesIsNamedOnceBeforeWhatItDivides() {
        shift(CORE, 5, "ann");
        assertThat(steps(HERE, AWAY)).containsExactly(new Step("shift", "drgroup/core@5/idc-a",
                "orders: idc-a 40 %, idc-b 60 %, never idc-c; by ann: cooling"), HERE, AWAY);
        shift(new ShiftScope.ServiceScope("orders"), 2, "bob");
        assertThat(steps(HERE, AWAY).getFirst().decision()).as("the narrower wins").isEqualTo("service/orders@2/idc-a");
    }

    @Test
    void theSwitchOverThatWroteItIsNamedAndNoOther() {
        shift(CORE, 5, "ann");
        switchOver("before", 4);
        switchOver("night", 5);
        assertThat(steps(AWAY).getFirst().reason()).contains("by ann with switch-over night: cooling");
    }

    @Test
    void whatNoShiftDividesIsExplainedAsBefore() {
        Step whole = new Step("group", "orders/default 100.0 %", "weight 100 of 100");
        shift(CORE, 5, "ann");
        assertThat(steps(whole)).containsExactly(whole);
        state = ControlState.empty();
        assertThat(steps(AWAY)).as("gone while it was asked").containsExactly(AWAY);
        ExplainResult refused = new ExplainResult.NotExplained("idc: idc-x");
        assertThat(ShiftSteps.named(refused, state, "idc-a")).isEqualTo(refused);
    }

    private List<Step> steps(Step... before) {
        ExplainResult named = ShiftSteps.named(new ExplainResult.Explained(List.of(before), null), state, "idc-a");
        return ((ExplainResult.Explained) named).steps();
    }

    private void shift(ShiftScope scope, long counter, String author) {
        state = state.with(Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of(),
                Map.of("idc-a", Map.of("idc-a", 40, "idc-b", 60)), Set.of("idc-c"), "cooling", null, OnExpiry.ALARM,
                false, new Generation(counter, "idc-a"), author)));
    }

    private void switchOver(String id, long counter) {
        SwitchOverStatus status = SwitchOverStatus.drafted("idc-a", SwitchOrigin.MANUAL, "ann", Instant.EPOCH).change()
                .written(CORE.path(), new Generation(counter, "idc-a")).made(Instant.EPOCH, "pushed", "", "");
        state = state.with(Resource.of(id, new SwitchOverSpec(List.of(CORE), "idc-a", "idc-b", List.of(60),
                Duration.ZERO, Gates.DEFAULT, SwitchMode.GRACEFUL, SwitchOverSpec.NO_FENCE, false,
                SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "cooling", status)));
    }
}
