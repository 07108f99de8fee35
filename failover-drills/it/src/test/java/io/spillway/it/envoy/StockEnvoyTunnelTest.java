package io.spillway.it.envoy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is no request and no answer crosses from a gateway of ours through a stock Envoy: connections of a TCP service, and
 * WebSocket. Both services have instances in idc-b only.
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
        Map<String, String> crossings = new TreeMap<>();
        crossings.put("idc-a", "127.0.0.1:" + Tool.freePort());
        crossings.put("idc-b", "127.0.0.1:" + Tool.freePort());
        String entrance = "127.0.0.1:" + Tool.freePort();
        String ledger = "127.0.0.1:" + Tool.freePort();
        try (Echo echo = new Echo();
                Idc a = Idc.start("idc-a", folder.resolve("a"), crossings, 1, services(""));
                Idc b = Idc.start("idc-b", folder.resolve("b"), crossings, 1, services(workloads(echo.port())));
                Component gatewayA = a.startTcpGateway(a.ads(), entrance, crossings.get("idc-a"),
                        "{ledger: \"" + ledger + "\"}");
                Component syncA = a.startSync(b);
                EnvoyProcess envoyB = EnvoyProcess.start(folder.resolve("envoy"), "DELTA_GRPC",
                        Map.of("crossing", crossings.get("idc-b")), b)) {
            gatewayA.awaitReady();
            syncA.awaitReady();
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(PlainHttp.get(a.control().address("api"), "localhost",
                            "/v1/imports").body()).contains("ledger").contains("sockets"));
            awaitSaid(envoyB, ledger, "", "hello");
            awaitSaid(envoyB, entrance, UPGRADE, "hello");
            for (int i = 0; i < 20; i++) {
                assertThat(said(ledger, "", "entry " + i)).isEqualTo("entry " + i);
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

    private static void awaitSaid(EnvoyProcess envoy, String address, String opening, String line) throws Exception {
        try {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(said(address, opening, line)).isEqualTo(line));
        } catch (RuntimeException e) {
            throw new AssertionError("log of Envoy: " + envoy.log(), e);
        }
    }

    /** Opens a tunnel, says a line in it and returns the one that comes back; a connection that fails says why. */
    private static String said(String address, String opening, String line) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.substring(0, colon),
                    Integer.parseInt(address.substring(colon + 1))), 5000);
            socket.setSoTimeout(5000);
            if (!opening.isEmpty()) {
                socket.getOutputStream().write(opening.getBytes(StandardCharsets.US_ASCII));
                String head = head(socket.getInputStream());
                if (!head.startsWith("HTTP/1.1 101 ")) {
                    return head;
                }
            }
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            return line(socket.getInputStream());
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(in); !line.isBlank(); line = line(in)) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** An instance that says again what is said to it; of a request for WebSocket first that it agrees. */
    private static final class Echo implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        Echo() throws IOException {
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException e) {
                // closed
            }
        }

        private static void serve(Socket socket) {
            try (socket) {
                String first = line(socket.getInputStream());
                if (first.startsWith("GET ")) {
                    var _ = head(socket.getInputStream());
                    say(socket, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r");
                    first = line(socket.getInputStream());
                }
                say(socket, first);
                var _ = socket.getInputStream().read();
            } catch (IOException e) {
                // the other end went away
            }
        }

        private static void say(Socket socket, String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
