package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A trace goes through a gateway that takes no part in it (W3C Trace Context). */
class TraceContextTest {
    private static final String PARENT = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String STATE = "tracestate: rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

    @Test
    void bothFieldsPassUnchangedAndNoneIsMadeUp() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\n" + PARENT + "\r\n" + STATE + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(orders.heads().getFirst()).contains(PARENT, STATE);
            assertThat(client.get(Worlds.HOST, "/").answer().status()).isEqualTo(200);
            assertThat(orders.heads().getLast()).doesNotContainIgnoringCase("traceparent");
        }
    }
}
