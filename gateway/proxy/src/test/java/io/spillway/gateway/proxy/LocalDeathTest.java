package io.spillway.gateway.proxy;

import java.util.ArrayList;
import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** All endpoints of this IDC die at once. */
@Tag("slow")
class LocalDeathTest {
    @Test
    void everyGetGoesToTheOtherIdcAndNoneFails() throws Exception {
        try (RawUpstream far = RawUpstream.named("far");
                TestProxy other = TestProxy.start("idc-b", Worlds.priorities(List.of(Worlds.local(far))))) {
            List<RawUpstream> near = new ArrayList<>();
            List<Endpoint> endpoints = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                RawUpstream one = RawUpstream.named("near");
                near.add(one);
                endpoints.add(Worlds.local(one));
            }
            Endpoint gateway = Worlds.remote(other.address(ListenerRole.CROSSING).getPort());
            try (TestProxy proxy = TestProxy.start(Worlds.priorities(endpoints, List.of(gateway)));
                    RawClient client = proxy.client()) {
                for (int i = 0; i < 50; i++) {
                    assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("near");
                }
                near.forEach(RawUpstream::kill);
                for (int i = 0; i < 50; i++) {
                    RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
                    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.body()).isEqualTo("far");
                    assertThat(answer.field("x-spillway-idc")).isEqualTo("idc-a, idc-b");
                    assertThat(answer.field("x-spillway-priority")).isEqualTo("1");
                    assertThat(answer.field("x-spillway-reason")).isIn("failover", "spilled");
                }
                assertThat(proxy.metrics()).containsPattern(
                        "spillway_gateway_failovers_total\\{from_idc=\"idc-a\"[^}]*} [1-9]");
            }
        }
    }
}
