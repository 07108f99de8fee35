package io.spillway.gateway.caller;

import java.util.List;

import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** idc-b has let its service be used by the workloads of other IDCs, all of them or some. */
class CallerPolicyTest {
    private static final CallerPolicy OTHERS = new CallerPolicy(
            List.of(new CallerPolicy.Grant(new Caller.Of(null, Role.GATEWAY), true),
                    new CallerPolicy.Grant(new Caller.All(List.of(new Caller.Of(null, Role.WORKLOAD),
                            new Caller.Not(new Caller.Of("idc-b", Role.WORKLOAD)))), false)));

    private static SpiffeId id(String idc, Role role) {
        return new SpiffeId("spillway", idc, role, "one");
    }

    @Test
    void workloadsOfOtherIdcsAreMeantAndThoseOfTheOwnAreNot() {
        assertThat(OTHERS.allows(id("idc-a", Role.WORKLOAD), false)).isTrue();
        assertThat(OTHERS.allows(id("idc-b", Role.WORKLOAD), false)).isFalse();
        assertThat(OTHERS.allows(id("idc-a", Role.GATEWAY), false)).isTrue();
        assertThat(OTHERS.allows(id("idc-a", Role.SYNC), false)).isFalse();
        assertThat(OTHERS.allows(id("idc-a", Role.CONTROL), false)).isFalse();
    }

    @Test
    void onlyWhoseGrantSaysSoMayAskForATunnel() {
        assertThat(OTHERS.allows(id("idc-a", Role.GATEWAY), true)).isTrue();
        assertThat(OTHERS.allows(id("idc-a", Role.WORKLOAD), true)).isFalse();
    }

    @Test
    void someIdcsAreMeantByName() {
        CallerPolicy some = new CallerPolicy(List.of(new CallerPolicy.Grant(new Caller.AnyOf(List.of(
                new Caller.Of("idc-c", Role.WORKLOAD), new Caller.Of("idc-d", Role.WORKLOAD))), true)));
        assertThat(some.allows(id("idc-c", Role.WORKLOAD), true)).isTrue();
        assertThat(some.allows(id("idc-d", Role.WORKLOAD), false)).isTrue();
        assertThat(some.allows(id("idc-a", Role.WORKLOAD), false)).isFalse();
        assertThat(some.allows(id("idc-c", Role.GATEWAY), false)).isFalse();
    }

    @Test
    void whereNothingIsSaidTheCrossingIsForGateways() {
        assertThat(CallerPolicy.GATEWAYS.allows(id("idc-a", Role.GATEWAY), true)).isTrue();
        assertThat(CallerPolicy.GATEWAYS.allows(id("idc-a", Role.WORKLOAD), false)).isFalse();
        assertThat(new CallerPolicy(List.of()).allows(id("idc-a", Role.GATEWAY), false)).isFalse();
    }

    @Test
    void peopleCanReadIt() {
        assertThat(OTHERS).hasToString(
                "gateways of any IDC; workloads of any IDC and not workloads of idc-b, without CONNECT");
        assertThat(new CallerPolicy(List.of())).hasToString("nobody");
    }
}
