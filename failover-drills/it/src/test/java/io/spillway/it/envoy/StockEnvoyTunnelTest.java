package io.spillway.it.envoy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Tool;
import io.spillway.it.fleet.TwoIdcs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is no request and no answer crosses from a gateway of ours through a stock Envoy: connections of a TCP service, as
 * streams of HTTP/2 whose halves end apart, and WebSocket. Both services have instances in idc-b only.
 */
@Tag("real")
class StockEnvoyTunnelTest {

    private static final String UPGRADE = String.join("\r\n", "GET /chat HTTP/1.1", "Host: sockets.example",
            "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "");

    @TempDir
    Path folder;

    @Test
    void tunnelsCrossThroughAStockEnvoy() throws Exception {
        String entrance = "127.0.0.1:" + Tool.freePort();
        String ledger = "127.0.0.1:" + Tool.freePort();
        try (LineServer echo = LineServer.start(StockEnvoyTunnelTest::echo);
                TwoIdcs idcs = TwoIdcs.start(folder, services(""), services(workloads(echo.port())));
                Component gatewayA = idcs.a().startTcpGateway(idcs.a().ads(), entrance, idcs.crossing("idc-a"),
                        "{ledger: \"" + ledger + "\"}");
                EnvoyProcess envoyB = EnvoyProcess.start(folder.resolve("envoy"), "DELTA_GRPC",
                        Map.of("crossing", idcs.crossing("idc-b")), idcs.b())) {
            gatewayA.awaitReady();
            idcs.awaitImported("ledger", "sockets");
            envoyB.await(() -> assertThat(said(ledger, "", "hello")).isEqualTo("hello"));
            envoyB.await(() -> assertThat(said(entrance, UPGRADE, "hello")).isEqualTo("hello"));
            for (int i = 0; i < 20; i++) {
                assertThat(said(ledger, "", "entry " + i)).isEqualTo("entry " + i);
                assertThat(Lines.askEnding(ledger, "last entry " + i)).isEqualTo("last entry " + i);
                assertThat(said(entrance, UPGRADE, "frame " + i)).isEqualTo("frame " + i);
            }
        }
    }

    private static String services(String workloads) {
        return """
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: ledger}
                spec: {hosts: ["*"], protocol: TCP, listener: ledger, drGroup: core}
                ---
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: sockets}
                spec: {hosts: [sockets.example], drGroup: core}
                """ + workloads;
    }

    private static String workloads(int port) {
        return """
                ---
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: ledger-1}
                spec: {service: ledger, group: default, cluster: idc-b-primary, address: 127.0.0.1, port: %1$d}
                ---
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: sockets-1}
                spec: {service: sockets, group: default, cluster: idc-b-primary, address: 127.0.0.1, port: %1$d}
                """.formatted(port);
    }

    /** Opens a tunnel, says a line in it and returns the one that comes back; a connection that fails says why. */
    private static String said(String address, String opening, String line) {
        try (Socket socket = Lines.connect(address)) {
            if (!opening.isEmpty()) {
                socket.getOutputStream().write(opening.getBytes(StandardCharsets.US_ASCII));
                String head = head(socket.getInputStream());
                if (!head.startsWith("HTTP/1.1 101 ")) {
                    return head;
                }
            }
            Lines.say(socket, line);
            return Lines.line(socket.getInputStream());
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = Lines.line(in); !line.isBlank(); line = Lines.line(in)) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** An instance that says again what is said to it; of a request for WebSocket first that it agrees. */
    private static void echo(Socket socket) throws IOException {
        String first = Lines.line(socket.getInputStream());
        if (first.startsWith("GET ")) {
            var _ = head(socket.getInputStream());
            Lines.say(socket, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r");
            first = Lines.line(socket.getInputStream());
        }
        Lines.say(socket, first);
        var _ = socket.getInputStream().read();
    }
}
