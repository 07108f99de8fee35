package io.spillway.gateway.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class OpenLoopTest {
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            .getBytes(StandardCharsets.US_ASCII);

    @Test
    void chargesAStallToEveryRequestThatFellIntoIt() throws IOException {
        // One connection, 100 requests a second, a server that sleeps 300 ms once: 30 requests were due meanwhile.
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, 20));
            LoadResult result = OpenLoop.run(new Ask("http", server.getLocalPort(), null, "test", "/", 0), 100, 1, 1,
                    Ticker.system());
            assertThat(result.requests()).isEqualTo(100);
            assertThat(result.errors()).isZero();
            assertThat(result.p99Ms()).isBetween(200.0, 600.0);
            assertThat(result.p50Ms()).isLessThan(100);
        }
    }

    private static void serve(ServerSocket server, int stallAt) {
        try (Socket socket = server.accept()) {
            byte[] buffer = new byte[1024];
            int requests = 0;
            while (socket.getInputStream().read(buffer) > 0) {
                if (++requests == stallAt) {
                    boolean opened = new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
                    assertThat(opened).isFalse();
                }
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
