package io.spillway.gateway.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.proxy.harness.Beat;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An endpoint stands still: it accepts connections and requests and answers nobody, as a stopped process does. */
@Tag("slow")
class FrozenEndpointTest {
    private static final int ENOUGH_TO_LEARN = 40;
    @AutoClose
    private final Beat beat = Beat.every(Duration.ofMillis(2));
    private volatile boolean frozen;

    private RawUpstream freezable(String name) throws IOException {
        return RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                while (frozen) {
                    beat.next();
                }
                connection.send(RawUpstream.ok(name));
            }
        });
    }

    private static RawClient.Answer get(RawClient client) throws IOException {
        return client.get(Worlds.HOST, "/").answer();
    }

    @Test
    void everyGetIsAnsweredByTheOtherIdcSoonAndTrafficComesHomeWhenItGoesOn() throws Exception {
        try (RawUpstream near = freezable("near");
                RawUpstream far = RawUpstream.named("far");
                TestProxy other = TestProxy.start("idc-b", Worlds.priorities(List.of(Worlds.local(far))));
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(near)),
                        List.of(Worlds.remote(other.address(ListenerRole.CROSSING).getPort()))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < ENOUGH_TO_LEARN; i++) {
                assertThat(get(client).body()).isEqualTo("near");
            }
            frozen = true;
            for (int i = 0; i < 10; i++) {
                long asked = System.nanoTime();
                assertThat(get(client).body()).isEqualTo("far");
                assertThat(System.nanoTime() - asked).isLessThan(TimeUnit.SECONDS.toNanos(5));
            }
            assertThat(proxy.metrics()).contains("outcome=\"silent\"");
            await().until(() -> proxy.metrics().contains("spillway_gateway_ejected{idc=\"idc-a\""));
            frozen = false;
            // Its ejection would last 30 s: only a test of it brings it back.
            await().atMost(20, TimeUnit.SECONDS).until(() -> get(client).body().equals("near"));
        }
    }

    @Test
    void aPostThatWasSentWaitsForItsAnswerAndIsDoneOnce() throws Exception {
        try (RawUpstream near = freezable("near");
                RawUpstream far = RawUpstream.named("far");
                TestProxy proxy = TestProxy
                        .start(Worlds.priorities(List.of(Worlds.local(near)), List.of(Worlds.local(far))));
                RawClient client = proxy.client()) {
            for (int i = 0; i < ENOUGH_TO_LEARN; i++) {
                assertThat(get(client).body()).isEqualTo("near");
            }
            frozen = true;
            client.send("POST / HTTP/1.1\r\nHost: " + Worlds.HOST + "\r\nContent-Length: 2\r\n\r\nhi");
            await().during(200, TimeUnit.MILLISECONDS).until(() -> near.bodies().contains("hi"));
            assertThat(far.bodies()).doesNotContain("hi");
            frozen = false;
            assertThat(client.answer().body()).isEqualTo("near");
            assertThat(near.bodies()).containsOnlyOnce("hi");
        }
    }

    @Test
    void aSlowRequestAmongAnswersIsNotAskedTwice() throws Exception {
        RawUpstream.Script script = connection -> {
            for (var head = connection.head(); head.isPresent(); head = connection.head()) {
                if (head.get().startsWith("GET /report")) {
                    beat.next(200);
                }
                connection.send(RawUpstream.ok("done"));
            }
        };
        try (RawUpstream one = RawUpstream.start(script);
                RawUpstream another = RawUpstream.start(script);
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(one)),
                        List.of(Worlds.local(another))));
                RawClient client = proxy.client();
                RawClient slow = proxy.client()) {
            for (int i = 0; i < ENOUGH_TO_LEARN; i++) {
                get(client);
            }
            slow.get(Worlds.HOST, "/report");
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(350);
            while (System.nanoTime() < until) {
                get(client);
            }
            assertThat(slow.answer().body()).isEqualTo("done");
            assertThat(one.heads()).filteredOn(head -> head.startsWith("GET /report")).hasSize(1);
            assertThat(another.heads()).noneMatch(head -> head.startsWith("GET /report"));
        }
    }
}
