package io.spillway.it.clients;

import java.nio.file.Path;
import java.time.Duration;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.TwoIdcs;
import io.spillway.it.harness.Api;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application of idc-a calls {@code xds:///greeter.example} with gRPC's own client and no proxy at all: it goes to the
 * instances of its IDC, to the gateway of idc-b when they are gone, and back.
 */
@Tag("real")
class GrpcFailoverTest {

    private static final String HOST = "greeter.example";
    private static final int CALLS = 200;

    @TempDir
    Path folder;

    static String greeter(String idc, int port) {
        return """
                apiVersion: spillway.io/v1
                kind: Service
                metadata: {name: greeter}
                spec: {hosts: [%s], protocol: HTTP2, drGroup: core}
                ---
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: greeter-%s-1}
                spec: {service: greeter, group: default, cluster: %s-primary, address: 127.0.0.1, port: %d}
                """.formatted(HOST, idc, idc, port);
    }

    @Test
    void callsFailOverToTheOtherIdcsGatewayAndComeBack() throws Exception {
        try (GreeterServer here = GreeterServer.start("idc-a");
                GreeterServer there = GreeterServer.start("idc-b");
                TwoIdcs idcs = TwoIdcs.startInTheClear(folder, greeter("idc-a", here.port()),
                        greeter("idc-b", there.port()));
                Component gatewayB = idcs.b().startGateway(idcs.b().ads(), "127.0.0.1:0", idcs.crossing("idc-b"));
                GrpcClient client = GrpcClient.start("shop-1", "idc-a", idcs.a().ads(), HOST)) {
            gatewayB.awaitReady();
            idcs.awaitImported("greeter");
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                    .until(() -> client.call().equals("idc-a"));
            assertAllAnsweredBy(client, "idc-a");

            here.die();
            assertAllAnsweredBy(client, "idc-b");
            assertThat(there.answered()).isGreaterThanOrEqualTo(CALLS);

            try (GreeterServer second = GreeterServer.start("idc-a-2")) {
                Api api = new Api(idcs.a().control().address("api"));
                api.write("workloads/greeter-idc-a-2", """
                        {"apiVersion":"spillway.io/v1","kind":"WorkloadEntry","metadata":{"name":"greeter-idc-a-2"},
                         "spec":{"service":"greeter","group":"default","cluster":"idc-a-primary",
                                 "address":"127.0.0.1","port":%d}}
                        """.formatted(second.port()));
                Awaitility.await("what is new is used").atMost(Duration.ofSeconds(20))
                        .until(() -> client.call().equals("idc-a-2"));
                assertAllAnsweredBy(client, "idc-a-2");
            }
            assertAllAnsweredBy(client, "idc-b");
            try (GreeterServer back = GreeterServer.startOn("idc-a", here.port())) {
                Awaitility.await("comes back").atMost(Duration.ofSeconds(60))
                        .until(() -> client.call().equals("idc-a"));
                assertAllAnsweredBy(client, "idc-a");
                assertThat(back.answered()).isPositive();
            }
        }
    }

    private static void assertAllAnsweredBy(GrpcClient client, String who) {
        for (int i = 0; i < CALLS; i++) {
            assertThat(client.call()).as("call %d", i).isEqualTo(who);
        }
    }
}
