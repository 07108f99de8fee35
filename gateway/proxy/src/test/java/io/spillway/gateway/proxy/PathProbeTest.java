package io.spillway.gateway.proxy;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Wire;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The way to another IDC breaks while nobody uses it: the gateway knows before a user finds out. */
@Isolated("a gateway that gets no processor looks dead")
class PathProbeTest {
    private static final String EJECTED = "spillway_gateway_ejected{idc=\"idc-b\"";
    private static final String GOOD = "spillway_gateway_path_probes_total{outcome=\"good\",target_idc=\"idc-b\"}";

    @Test
    @Tag("real")
    void aGatewayThatStandsStillIsEjectedWithinSecondsAndComesBackWhenItGoesOn() throws Exception {
        try (RawUpstream near = RawUpstream.named("near");
                RawUpstream far = RawUpstream.named("far");
                TestProxy other = TestProxy.start("idc-b", Worlds.priorities(List.of(Worlds.local(far))));
                Wire way = new Wire(other.address(ListenerRole.CROSSING).getPort());
                TestProxy proxy = TestProxy.start(
                        Worlds.priorities(List.of(Worlds.local(near)), List.of(Worlds.remote(way.port()))));
                RawClient client = proxy.client()) {
            await().atMost(20, TimeUnit.SECONDS).until(() -> proxy.metrics().contains(GOOD));
            assertThat(other.metrics()).as("no user asked").doesNotContain("probe");
            way.set(Wire.State.HELD);
            await().atMost(15, TimeUnit.SECONDS).until(() -> proxy.metrics().contains(EJECTED));
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("near");
            way.set(Wire.State.OPEN);
            await().atMost(20, TimeUnit.SECONDS).until(() -> !proxy.metrics().contains(EJECTED)
                    || proxy.metrics().contains(EJECTED + ",service=\"\"} 0.0"));
            near.kill();
            assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("far");
        }
    }
}
