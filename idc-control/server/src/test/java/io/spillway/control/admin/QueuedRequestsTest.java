package io.spillway.control.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A client is so fast that its next request waits behind the one before it. */
@Tag("slow")
class QueuedRequestsTest {

    private static final String GET = "GET /v1/clusters HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String DELETE = "DELETE /v1/clusters/x HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final int PATIENCE_MILLIS = 5000;

    @Test
    void aConnectionIsReadAfterAQueuedRequestWasAnswered() throws Exception {
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ApiServer server = ApiServer.start(new ApiSettings(asked, null), new ScriptedService());
                Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server.address(asked));
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int round = 0; round < 5; round++) {
                socket.getOutputStream().write((DELETE + GET).getBytes(StandardCharsets.US_ASCII));
                assertThat(answer(in)).startsWith("HTTP/1.1 ");
                assertThat(answer(in)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    private static String answer(BufferedReader in) throws IOException {
        String status = in.readLine();
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring("content-length:".length()).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
        return status;
    }
}
