package io.spillway.control.approval;

import java.time.Instant;
import java.util.List;

import io.spillway.model.resource.AutomaticPolicy;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.switchover.AllBehind;
import io.spillway.model.switchover.SwitchOverEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What loosens or removes is for two; what tightens, stops and runs is for one, at any hour. */
class TwoPersonRuleTest {

    private static Resource idc(String control, String gateway, long capacity) {
        return Resource.of("idc-b", new IdcSpec("r", null, List.of(control), List.of(gateway), capacity));
    }

    private static Resource group(int minActive, DrGroupLimits limits) {
        return Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), minActive, limits));
    }

    @Test
    void onlyIdcsAndServicesAreDeletedByTwo() {
        for (Kind kind : Kind.values()) {
            assertThat(TwoPersonRule.deletion(kind) != null).as(kind.toString())
                    .isEqualTo(kind == Kind.IDC || kind == Kind.SERVICE);
        }
    }

    @Test
    void whomOthersTrustIsChangedByTwo() {
        Resource stands = idc("c:1", "g:1", 100);
        assertThat(TwoPersonRule.write(null, stands)).isEqualTo("an Idc is added");
        assertThat(TwoPersonRule.write(stands, idc("c:1", "g:1", 900))).isNull();
        assertThat(TwoPersonRule.write(stands, idc("c:2", "g:1", 100))).contains("whom the others trust");
        assertThat(TwoPersonRule.write(stands, idc("c:1", "g:2", 100))).contains("whom the others trust");
        assertThat(TwoPersonRule.write(null, Resource.of("pay", ServiceSpec.of(List.of("pay.test"), "core")))).isNull();
    }

    @Test
    void safetyRulesAreLoosenedByTwoAndTightenedByOne() {
        DrGroupLimits.Freeze freeze = new DrGroupLimits.Freeze(Instant.EPOCH, Instant.EPOCH.plusSeconds(9), "sale");
        DrGroupLimits tight = new DrGroupLimits(true, "sale", List.of(freeze), 20);
        DrGroupLimits loose = DrGroupLimits.NONE;
        Resource before = group(2, tight);
        assertThat(TwoPersonRule.write(group(1, loose), before)).as("tightened").isNull();
        assertThat(TwoPersonRule.write(null, group(1, loose))).as("a new one").isNull();
        assertThat(TwoPersonRule.write(before, before)).isNull();
        for (Resource after : List.of(group(1, tight), group(2, new DrGroupLimits(true, "sale", List.of(freeze), 21)),
                group(2, new DrGroupLimits(false, null, List.of(freeze), 20)),
                group(2, new DrGroupLimits(true, "sale", List.of(), 20)),
                group(2, new DrGroupLimits(true, "sale", List.of(freeze), 20, AutomaticPolicy.DEFAULT)))) {
            assertThat(TwoPersonRule.write(before, after)).as(after.toString()).contains("loosened");
        }
    }

    @Test
    void ofSwitchOversOverridesAreForTwoAndStopsForOne() {
        assertThat(TwoPersonRule.said(new SwitchOverEvent.ForceEnd("ann", "stuck"))).isNotNull();
        assertThat(TwoPersonRule.said(new SwitchOverEvent.Resume("ann", "", true))).isNotNull();
        assertThat(TwoPersonRule.said(new SwitchOverEvent.Rollback("ann", "", true))).isNotNull();
        assertThat(TwoPersonRule.said(new SwitchOverEvent.Resume("ann", "", false))).isNull();
        assertThat(TwoPersonRule.said(new SwitchOverEvent.Rollback("ann", "", false))).isNull();
        assertThat(TwoPersonRule.said(new SwitchOverEvent.Resume("ann", "", false, List.of(), AllBehind.atMost(40))))
                .isNotNull();
        assertThat(TwoPersonRule.said(new SwitchOverEvent.Rollback("ann", "", false, List.of(), AllBehind.atMost(0))))
                .isNull();
        assertThat(TwoPersonRule.said(new SwitchOverEvent.Pause("ann", ""))).isNull();
        assertThat(TwoPersonRule.said(new SwitchOverEvent.Abort("ann", ""))).isNull();
    }
}
