package io.spillway.gateway.proxy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What this gateway ejected for 30 s is back sooner when it is well again, and only then. */
@Tag("slow")
class EjectedEndpointReturnsTest {
    private static final String BROKEN = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 3\r\n\r\nbad";
    private volatile boolean broken;

    private static String get(RawClient client) throws IOException {
        return client.get(Worlds.HOST, "/").answer().body();
    }

    private RawUpstream breakable() throws IOException {
        return RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                connection.send(broken ? BROKEN : RawUpstream.ok("near"));
            }
        });
    }

    @Test
    void whoAnswers500IsTestedWithCopiesOfRequestsThatNoClientHearsOf() throws Exception {
        try (RawUpstream near = breakable();
                RawUpstream far = RawUpstream.named("far");
                TestProxy proxy = TestProxy
                        .start(Worlds.priorities(List.of(Worlds.local(near)), List.of(Worlds.local(far))));
                RawClient client = proxy.client()) {
            assertThat(get(client)).isEqualTo("near");
            broken = true;
            await().until(() -> get(client).equals("far"));
            int tests = near.heads().size();
            // Every answer is a good one from here on although the ejected endpoint is asked again and again.
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                assertThat(get(client)).isEqualTo("far");
                return near.heads().size() >= tests + 3;
            });
            assertThat(proxy.metrics()).contains("spillway_gateway_retests_total{outcome=\"bad\"");
            broken = false;
            await().atMost(20, TimeUnit.SECONDS).until(() -> get(client).equals("near"));
        }
    }

    @Test
    void whoWasDeadIsTestedByAConnection() throws Exception {
        try (RawUpstream near = RawUpstream.named("near");
                RawUpstream far = RawUpstream.named("far");
                TestProxy proxy = TestProxy
                        .start(Worlds.priorities(List.of(Worlds.local(near)), List.of(Worlds.local(far))));
                RawClient client = proxy.client()) {
            assertThat(get(client)).isEqualTo("near");
            near.kill();
            for (int i = 0; i < 20; i++) {
                assertThat(get(client)).isEqualTo("far");
            }
            try (RawUpstream again = RawUpstream.restart(near.port(), connection -> {
                while (connection.request().isPresent()) {
                    connection.send(RawUpstream.ok("again"));
                }
            })) {
                await().atMost(20, TimeUnit.SECONDS).until(() -> get(client).equals("again"));
                assertThat(again.connections()).isPositive();
            }
        }
    }
}
