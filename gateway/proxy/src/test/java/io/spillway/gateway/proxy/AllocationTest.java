package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/** What a request costs the heap of its event loop, access log and metrics included. */
@Tag("slow")
@Isolated("counts what threads allocate, and switches leak detection off, which itself allocates")
class AllocationTest {
    private static final int REQUESTS = 2000;
    /** Objects of fixed size: an answer or a path copied to the heap would be more. */
    private static final int BYTES_PER_REQUEST = 1500;
    private static final String PATH = "/" + "p".repeat(100);

    @Test
    void aRequestAllocatesNoTextAndNoOctets() throws Exception {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try (RawUpstream orders = RawUpstream.answering(RawUpstream.ok("x".repeat(2000)));
                TestProxy proxy = TestProxy.logging(Worlds.priorities(List.of(Worlds.local(orders))), nowhere());
                RawClient client = proxy.client()) {
            ask(client, REQUESTS);
            long before = allocatedByLoops();
            ask(client, REQUESTS);
            assertThat((allocatedByLoops() - before) / REQUESTS).as("bytes per request")
                    .isLessThan(BYTES_PER_REQUEST);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    private static OutputStream nowhere() {
        return new ByteArrayOutputStream() {
            @Override
            public synchronized void flush() throws IOException {
                reset();
            }
        };
    }

    private static void ask(RawClient client, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(client.get(Worlds.HOST, PATH).answer().status()).isEqualTo(200);
        }
    }

    private static long allocatedByLoops() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("proxy-"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId())).sum();
    }
}
