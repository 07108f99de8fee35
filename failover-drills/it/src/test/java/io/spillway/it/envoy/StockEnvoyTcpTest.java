package io.spillway.it.envoy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A service that speaks no HTTP behind a stock Envoy in idc-a: its TCP listener comes by xDS, and when the instance has died
 * connections go to idc-b, through the crossing of a gateway of ours, in secret.
 */
@Tag("real")
class StockEnvoyTcpTest {

    private static final int CONNECTIONS = 50;

    @TempDir
    Path folder;

    @Test
    void connectionsFailOverToTheOtherIdc() throws Exception {
        Map<String, String> crossings = new TreeMap<>();
        crossings.put("idc-a", "127.0.0.1:" + Tool.freePort());
        crossings.put("idc-b", "127.0.0.1:" + Tool.freePort());
        String listener = "127.0.0.1:" + Tool.freePort();
        try (SampleService orders = SampleService.start("idc-b");
                Ledger ledgerA = new Ledger("idc-a");
                Ledger ledgerB = new Ledger("idc-b");
                Idc a = Idc.start("idc-a", folder.resolve("a"), crossings, orders.port(), ledger("idc-a", ledgerA));
                Idc b = Idc.start("idc-b", folder.resolve("b"), crossings, orders.port(), ledger("idc-b", ledgerB));
                Component gatewayB = b.startGateway(b.ads(), "127.0.0.1:0", crossings.get("idc-b"));
                Component syncA = a.startSync(b);
                EnvoyProcess envoy = EnvoyProcess.start(folder.resolve("envoy"), "DELTA_GRPC",
                        Map.of("ledger", listener), a)) {
            gatewayB.awaitReady();
            syncA.awaitReady();
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(PlainHttp.get(a.control().address("api"), "localhost",
                            "/v1/imports").body()).contains("ledger"));
            awaitServedBy(envoy, listener, "idc-a");

            ledgerA.die();
            awaitServedBy(envoy, listener, "idc-b");
            for (int i = 0; i < CONNECTIONS; i++) {
                assertThat(exchange(listener, "entry " + i)).as("connection %d", i).isEqualTo("idc-b got entry " + i);
            }
        }
    }

    private static String ledger(String idc, Ledger instance) {
        return """
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: ledger}
                spec: {hosts: ["*"], protocol: TCP, listener: ledger, drGroup: core}
                ---
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: ledger-%1$s-1}
                spec: {service: ledger, group: default, cluster: %1$s-primary, address: 127.0.0.1, port: %2$d}
                """.formatted(idc, instance.port());
    }

    /** Says a line and returns all that is said back; a connection that fails says why. */
    private static String exchange(String address, String line) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.substring(0, colon),
                    Integer.parseInt(address.substring(colon + 1))), 5000);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    private static void awaitServedBy(EnvoyProcess envoy, String listener, String idc) throws Exception {
        try {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertThat(exchange(listener, "hello")).isEqualTo(idc + " got hello"));
        } catch (RuntimeException e) {
            throw new AssertionError("log of Envoy: " + envoy.log(), e);
        }
    }

    /** An instance that reads a line and says who got what; its port refuses when it has died. */
    private static final class Ledger implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final String idc;

        Ledger(String idc) throws IOException {
            this.idc = idc;
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
                // dead
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                String got = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
                socket.getOutputStream().write((idc + " got " + got).getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // the other end went away
            }
        }

        void die() throws IOException {
            server.close();
        }

        @Override
        public void close() throws IOException {
            die();
        }
    }
}
