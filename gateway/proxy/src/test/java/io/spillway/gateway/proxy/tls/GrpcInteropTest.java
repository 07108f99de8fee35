package io.spillway.gateway.proxy.tls;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.TlsWorld;
import io.spillway.gateway.proxy.harness.Tools;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * gRPC's own interoperability cases (gRPC, {@code doc/interop-test-descriptions.md}), between its client and its server with
 * two gateways in between: the entrance of one IDC and, over mutual TLS, the crossing of another.
 */
@Tag("real")
class GrpcInteropTest {
    private static final List<String> CASES = List.of("empty_unary", "large_unary", "client_streaming",
            "server_streaming", "ping_pong", "empty_stream", "custom_metadata", "status_code_and_message",
            "special_status_message", "unimplemented_method", "unimplemented_service", "cancel_after_begin",
            "cancel_after_first_response", "timeout_on_sleeping_server");

    @TempDir
    Path folder = Path.of("");

    @Test
    void everyCaseOfTheInteroperabilityTestPassesAcrossTwoIdcs() throws Exception {
        int port = freePort();
        Process server = start("server", "grpc-interop-server", "--port", Integer.toString(port));
        try (TlsWorld world = new TlsWorld(folder);
                TestProxy b = TestProxy.secured("idc-b", Worlds.http2(Worlds.priorities(
                        List.of(Endpoint.workload("127.0.0.1", port, "idc-b")))),
                        new TestProxy.Secrets(Map.of(ListenerRole.CROSSING, world.crossingListener("idc-b")),
                                ClientTls.NONE));
                TestProxy a = TestProxy.secured("idc-a", Worlds.everyHost(Worlds.http2(Worlds.priorities(List.of(
                        Endpoint.gateway("127.0.0.1", b.address(ListenerRole.CROSSING).getPort(), "idc-b")
                                .withTransport(new Transport.Crossing(TlsWorld.TRUST_DOMAIN, "idc-b")))))),
                        new TestProxy.Secrets(Map.of(), world.dialer(world.identity("idc-a", Role.GATEWAY))))) {
            await().ignoreExceptions().atMost(Duration.ofSeconds(5)).until(() -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            String entrance = Integer.toString(a.address(ListenerRole.ENTRANCE).getPort());
            Map<String, Process> clients = new LinkedHashMap<>();
            for (String one : CASES) {
                clients.put(one, start(one, "grpc-interop-client", "--server_host", "127.0.0.1", "--server_port",
                        entrance, "--test_case", one));
            }
            Map<String, String> failed = new LinkedHashMap<>();
            for (Map.Entry<String, Process> client : clients.entrySet()) {
                boolean ended = client.getValue().waitFor(10, TimeUnit.SECONDS);
                if (!ended || client.getValue().exitValue() != 0) {
                    client.getValue().destroyForcibly();
                    failed.put(client.getKey(), Files.readString(out(client.getKey()), StandardCharsets.UTF_8));
                }
            }
            assertThat(failed).isEmpty();
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path out(String name) {
        return folder.resolve(name + ".txt");
    }

    private Process start(String name, String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Tools.path(program)));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out(name).toFile()).start();
    }
}
