package io.spillway.gateway.proxy;

import java.time.Duration;
import java.time.Instant;

import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.route.FaultInjection;
import io.spillway.gateway.route.PathPolicy;
import io.spillway.gateway.route.Share;
import io.spillway.gateway.route.Treatment;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.proxy.harness.TreatedWorlds.cluster;
import static io.spillway.gateway.proxy.harness.TreatedWorlds.forward;
import static io.spillway.gateway.proxy.harness.TreatedWorlds.world;
import static org.assertj.core.api.Assertions.assertThat;

/** A route makes faults on purpose: they end by themselves, and touch no other request. */
class FaultyRoutesTest {
    private static final Share ALL = new Share(1_000_000);
    private static final Share NONE = new Share(0);

    private static Treatment faulty(FaultInjection fault) {
        return new Treatment(null, null, null, null, fault);
    }

    @Test
    void aFaultDelaysAbortsAndEndsByItself() throws Exception {
        FaultInjection abort = new FaultInjection(Duration.ZERO, NONE, 503, ALL, Instant.now().plusSeconds(60));
        FaultInjection delay = new FaultInjection(Duration.ofMillis(300), ALL, 0, NONE, Instant.now().plusSeconds(60));
        FaultInjection over = new FaultInjection(Duration.ofSeconds(15), ALL, 503, ALL, Instant.now().minusSeconds(1));
        try (RawUpstream orders = RawUpstream.named("real");
                TestProxy proxy = TestProxy.start(world(forward(null, null, faulty(abort)), PathPolicy.AS_RECEIVED,
                        cluster("orders/default", orders)));
                RawClient client = proxy.client()) {
            RawClient.Answer aborted = client.get("orders.example", "/").answer();
            assertThat(aborted.status()).isEqualTo(503);
            assertThat(aborted.field("x-spillway-refused")).isEqualTo("fault");
            assertThat(orders.heads()).isEmpty();
            proxy.swap(world(forward(null, null, faulty(delay)), PathPolicy.AS_RECEIVED,
                    cluster("orders/default", orders)));
            long begun = System.nanoTime();
            client.send(Octets.lines("POST / HTTP/1.1", "Host: orders.example", "Content-Length: 4", "") + "body");
            assertThat(client.answer().body()).isEqualTo("real");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(290),
                    Duration.ofSeconds(10));
            assertThat(orders.bodies()).containsExactly("body");
            proxy.swap(world(forward(null, null, faulty(over)), PathPolicy.AS_RECEIVED,
                    cluster("orders/default", orders)));
            begun = System.nanoTime();
            assertThat(client.get("orders.example", "/").answer().body()).isEqualTo("real");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aClientThatResetsDuringADelayIsForgotten() throws Exception {
        FaultInjection delay = new FaultInjection(Duration.ofSeconds(1), ALL, 0, NONE, Instant.now().plusSeconds(60));
        try (RawUpstream orders = RawUpstream.named("real");
                TestProxy proxy = TestProxy.start(world(forward(null, null, faulty(delay)), PathPolicy.AS_RECEIVED,
                        cluster("orders/default", orders)))) {
            try (RawClient gone = proxy.client()) {
                gone.get("orders.example", "/gone");
                gone.socket().setSoLinger(true, 0);
            }
            try (RawClient client = proxy.client()) {
                assertThat(client.get("orders.example", "/stays").answer().body()).isEqualTo("real");
            }
            assertThat(orders.heads()).singleElement().asString().startsWith("GET /stays");
        }
    }
}
