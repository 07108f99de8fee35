package io.spillway.drill.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.spillway.drill.bench.instance.Instance;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Window;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("slow")
class OpenLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void asksAtItsRateAndSaysWhoAnswered() {
        try (Instance instance = new Instance("a1", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                OpenLoop loop = loop(instance.address(), 200, 8)) {
            loop.start();
            await().until(() -> loop.recording().size() >= 60);
            loop.finish();
            long[] slowest = new long[1];
            loop.recording().forEach(0, request -> {
                assertThat(request.ok()).isTrue();
                assertThat(request.servedBy()).isEqualTo("a1");
                // Nothing is left of a latency that the generator slept through.
                assertThat(request.latencyMicros()).isNotNegative();
                slowest[0] = Math.max(slowest[0], request.latencyMicros());
            });
            assertThat(slowest[0]).as("an instance takes 2 ms").isGreaterThanOrEqualTo(2_000);
        }
    }

    @Test
    void aRequestThatWaitsForAConnectionIsLateFromTheTimeAtWhichItWasMeantToBeSent() {
        // One connection answers at most 500 a second; the rest waits.
        try (Instance instance = new Instance("a1", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                OpenLoop loop = loop(instance.address(), 2000, 1)) {
            loop.start();
            await().until(() -> loop.recording().size() >= 100);
            long[] slowest = new long[1];
            loop.recording().forEach(new Window(0, Long.MAX_VALUE / 2), Request::ok,
                    request -> slowest[0] = Math.max(slowest[0], request.latencyMicros()));
            assertThat(slowest[0]).isGreaterThan(100_000);
        }
    }

    private static OpenLoop loop(InetSocketAddress address, int rps, int connections) {
        Ticker ticker = Ticker.system();
        return new OpenLoop(new OpenLoop.Target(address, "orders.example", rps, connections, PATIENCE), ticker,
                ticker.nanos());
    }
}
