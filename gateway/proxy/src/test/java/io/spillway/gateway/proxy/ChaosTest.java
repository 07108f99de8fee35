package io.spillway.gateway.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.proxy.harness.Beat;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/** Endpoints of this IDC are killed and restarted at random under load, the other IDC stays: no GET may fail. */
@Tag("slow")
@Isolated("an endpoint that gets no processor looks dead")
class ChaosTest {
    private static final RawUpstream.Script SERVICE = connection -> {
        while (connection.request().isPresent()) {
            connection.send(RawUpstream.ok("alive"));
        }
    };

    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    private void user(TestProxy proxy) {
        while (!over.get()) {
            try (RawClient client = proxy.client()) {
                for (int i = 0; i < 50 && !over.get(); i++) {
                    RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
                    if (answer.status() == 200 && answer.body().equals("alive")) {
                        answered.incrementAndGet();
                    } else {
                        failures.merge(answer.status() + " " + answer.body(), 1, Integer::sum);
                    }
                }
            } catch (IOException e) {
                failures.merge(e.toString(), 1, Integer::sum);
            }
        }
    }

    @Test
    void noGetFailsWhileEndpointsDieAndReturn() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<RawUpstream> near = new ArrayList<>();
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            near.add(RawUpstream.start(SERVICE));
            endpoints.add(Worlds.local(near.get(i)));
        }
        try (Beat millis = Beat.every(Duration.ofMillis(1));
                RawUpstream far = RawUpstream.start(SERVICE);
                TestProxy other = TestProxy.start("idc-b", Worlds.priorities(List.of(Worlds.local(far))));
                TestProxy proxy = TestProxy.start(Worlds.priorities(endpoints,
                        List.of(Worlds.remote(other.address(ListenerRole.CROSSING).getPort()))))) {
            List<Thread> users = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                users.add(Thread.ofVirtual().start(() -> user(proxy)));
            }
            for (int step = 0; step < 40; step++) {
                millis.next(random.nextInt(10, 60));
                int at = random.nextInt(near.size());
                near.get(at).kill();
                if (random.nextInt(3) == 0) {
                    near.forEach(RawUpstream::kill);
                }
                millis.next(random.nextInt(0, 60));
                for (int i = 0; i < near.size(); i++) {
                    near.get(i).kill();
                    near.set(i, RawUpstream.restart(endpoints.get(i).port(), SERVICE));
                }
            }
            over.set(true);
            for (Thread user : users) {
                user.join();
            }
            assertThat(failures).as("seed " + seed + ", " + answered + " answered").isEmpty();
            assertThat(answered.get()).isGreaterThan(100);
        } finally {
            near.forEach(RawUpstream::close);
        }
    }
}
