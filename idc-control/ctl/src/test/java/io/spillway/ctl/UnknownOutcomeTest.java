package io.spillway.ctl;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownOutcomeTest {

    @Test
    void aWriteWithoutAnAnswerSaysThatItIsUnknownAndHowToLook() throws IOException {
        // Connections are taken by the system, but nobody ever reads from them.
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            CommandRun run = CommandRun.of("delete", "routes", "r", "--server", address, "--timeout", "50ms");
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.errLines()).containsExactly(
                    "spillway: the outcome is unknown: the write was sent to " + address
                            + ", but then: no answer within 50 ms",
                    "  it may have happened or not; to see: spillway get routes r");
        }
    }
}
