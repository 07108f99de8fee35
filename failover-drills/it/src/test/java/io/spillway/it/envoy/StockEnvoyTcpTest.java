package io.spillway.it.envoy;

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
 * A service that speaks no HTTP behind a stock Envoy in idc-a: its TCP listener comes by xDS, and when the instance has died
 * connections go to idc-b, in secret: through the crossing of a gateway of ours, or of another stock Envoy.
 */
@Tag("real")
class StockEnvoyTcpTest {

    private static final int CONNECTIONS = 50;

    @TempDir
    Path folder;

    @Test
    void connectionsFailOverToAGatewayOfOurs() throws Exception {
        String listener = "127.0.0.1:" + Tool.freePort();
        try (LineServer ledgerA = LineServer.named("idc-a");
                LineServer ledgerB = LineServer.named("idc-b");
                TwoIdcs idcs = TwoIdcs.start(folder, ledger("idc-a", ledgerA), ledger("idc-b", ledgerB));
                Component gatewayB = idcs.b().startGateway(idcs.b().ads(), "127.0.0.1:0", idcs.crossing("idc-b"));
                EnvoyProcess envoy = EnvoyProcess.start(folder.resolve("envoy"), "DELTA_GRPC",
                        Map.of("ledger", listener), idcs.a())) {
            gatewayB.awaitReady();
            failOver(idcs, envoy, listener, ledgerA);
        }
    }

    @Test
    void connectionsFailOverFromOneStockEnvoyToAnother() throws Exception {
        String listener = "127.0.0.1:" + Tool.freePort();
        try (LineServer ledgerA = LineServer.named("idc-a");
                LineServer ledgerB = LineServer.named("idc-b");
                TwoIdcs idcs = TwoIdcs.start(folder, ledger("idc-a", ledgerA), ledger("idc-b", ledgerB));
                EnvoyProcess envoyB = EnvoyProcess.start(folder.resolve("envoy-b"), "DELTA_GRPC",
                        Map.of("crossing", idcs.crossing("idc-b")), idcs.b());
                EnvoyProcess envoyA = EnvoyProcess.start(folder.resolve("envoy-a"), "DELTA_GRPC",
                        Map.of("ledger", listener), idcs.a())) {
            failOver(idcs, envoyA, listener, ledgerA);
            envoyB.await(() -> assertThat(Lines.askEnding(listener, "my last words"))
                    .as("a client that ends its half").isEqualTo("idc-b got my last words"));
        }
    }

    private static void failOver(TwoIdcs idcs, EnvoyProcess envoy, String listener, LineServer ledgerA)
            throws Exception {
        idcs.awaitImported("ledger");
        envoy.await(() -> assertThat(Lines.ask(listener, "hello")).isEqualTo("idc-a got hello"));
        ledgerA.die();
        envoy.await(() -> assertThat(Lines.ask(listener, "hello")).isEqualTo("idc-b got hello"));
        for (int i = 0; i < CONNECTIONS; i++) {
            assertThat(Lines.ask(listener, "entry " + i)).as("connection %d", i).isEqualTo("idc-b got entry " + i);
        }
    }

    private static String ledger(String idc, LineServer instance) {
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
}
