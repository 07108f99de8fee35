package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.proxy.harness.Beat;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The line to the other IDC is suddenly long, and somebody near answers faster: the way there stays in use all the same. */
@Isolated("a gateway that gets no processor looks dead")
class LongerWayTest {
    private static final int LONG_BEATS = 100;

    @AutoClose
    private final Beat beat = Beat.every(Duration.ofMillis(2));
    private volatile boolean isLong;

    @Test
    @Tag("real")
    void whatIsFarAwayIsNotTakenForDead() throws Exception {
        try (RawUpstream far = RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                if (isLong) {
                    beat.next(LONG_BEATS);
                }
                connection.send(RawUpstream.ok("far"));
            }
        });
                RawUpstream near = RawUpstream.named("near");
                TestProxy proxy = TestProxy.start(
                        Worlds.priorities(List.of(Worlds.remote(far.port())), List.of(Worlds.local(near))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.get(Worlds.HOST, "/").answer().body()).isEqualTo("far");
            }
            isLong = true;
            await().atMost(20, TimeUnit.SECONDS).until(() -> inARow(client, "far", 10));
        }
    }

    private static boolean inARow(RawClient client, String name, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            if (!client.get(Worlds.HOST, "/").answer().body().equals(name)) {
                return false;
            }
        }
        return true;
    }
}
