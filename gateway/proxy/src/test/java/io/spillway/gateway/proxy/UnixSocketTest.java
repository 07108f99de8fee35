package io.spillway.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.proxy.listen.ListenerSettings;
import io.spillway.gateway.proxy.listen.Place;
import io.spillway.gateway.proxy.listen.UnixSocket;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Client and service are on the gateway's machine and talk over Unix domain sockets. */
class UnixSocketTest {
    @TempDir
    Path folder = Path.of("");

    private Map<ListenerRole, ListenerSettings> entrance(int mode) {
        UnixSocket socket = new UnixSocket(folder.resolve("in.sock"), mode, null, null);
        return Map.of(ListenerRole.ENTRANCE, new ListenerSettings(new Place.File(socket), null));
    }

    private RoutingSnapshot nobody() {
        return Worlds.priorities(List.of(Endpoint.unix(folder.resolve("out.sock").toString(), "idc-a")));
    }

    private ServerSocketChannel service(String answer) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve("out.sock")));
        Thread.ofVirtual().start(() -> {
            try (SocketChannel connection = server.accept()) {
                InputStream in = Channels.newInputStream(connection);
                while (Octets.head(in).isPresent()) {
                    connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
                }
            } catch (IOException closed) {
                // the test has ended
            }
        });
        return server;
    }

    private String get(SocketChannel client) throws IOException {
        client.write(ByteBuffer
                .wrap("GET / HTTP/1.1\r\nHost: orders.example\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        InputStream in = Channels.newInputStream(client);
        String head = Octets.head(in).orElseThrow();
        return head.substring(9, 12) + Octets.body(in, head, false);
    }

    @Test
    void requestsGoInAndOutBySockets() throws Exception {
        try (ServerSocketChannel _ = service(RawUpstream.ok("here"));
                TestProxy _ = TestProxy.listening(nobody(), entrance(0600));
                SocketChannel client = SocketChannel
                        .open(UnixDomainSocketAddress.of(folder.resolve("in.sock")))) {
            assertThat(get(client)).isEqualTo("200here");
            assertThat(get(client)).isEqualTo("200here");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("in.sock"))))
                    .isEqualTo("rw-------");
        }
        assertThat(folder.resolve("in.sock")).doesNotExist();
    }

    @Test
    void aServiceWhoseSocketIsGoneIsRefusedAndAnotherAnswers() throws Exception {
        try (RawUpstream other = RawUpstream.named("other");
                TestProxy proxy = TestProxy.start(Worlds.priorities(
                        List.of(Endpoint.unix(folder.resolve("gone.sock").toString(), "idc-a")),
                        List.of(Worlds.local(other))));
                RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.body()).isEqualTo("other");
            assertThat(answer.field("x-spillway-priority")).isEqualTo("1");
        }
    }

    @Test
    void theSocketOfADeadProcessIsReplaced() throws Exception {
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve("in.sock")));
        dead.close();
        assertThat(folder.resolve("in.sock")).exists();
        try (TestProxy _ = TestProxy.listening(nobody(), entrance(0660));
                SocketChannel client = SocketChannel
                        .open(UnixDomainSocketAddress.of(folder.resolve("in.sock")))) {
            assertThat(get(client)).startsWith("503");
        }
    }

    @Test
    void theSocketOfALiveProcessAndOtherFilesRefuseTheStart() throws Exception {
        try (ServerSocketChannel _ = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve("in.sock")))) {
            assertThatThrownBy(() -> TestProxy.listening(nobody(), entrance(0660))).isInstanceOf(IOException.class)
                    .hasMessage("listeners.entrance: unix:" + folder
                            + "/in.sock: cannot listen: another process listens there");
        }
        Files.delete(folder.resolve("in.sock"));
        Files.writeString(folder.resolve("in.sock"), "precious");
        assertThatThrownBy(() -> TestProxy.listening(nobody(), entrance(0660)))
                .hasMessageEndingWith("cannot listen: there is a file that is not a socket");
        assertThat(folder.resolve("in.sock")).content().isEqualTo("precious");
    }

    @Test
    void anUnknownOwnerRefusesTheStartAndLeavesNothing() {
        UnixSocket socket = new UnixSocket(folder.resolve("in.sock"), 0660, "nobody-of-that-name", null);
        assertThatThrownBy(() -> TestProxy.listening(nobody(),
                Map.of(ListenerRole.ENTRANCE, new ListenerSettings(new Place.File(socket), null))))
                .hasMessageContaining("nobody-of-that-name");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSuccessorsSocketIsNotTakenAway() throws Exception {
        try (ServerSocketChannel successor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            try (TestProxy _ = TestProxy.listening(nobody(), entrance(0660))) {
                Files.delete(folder.resolve("in.sock"));
                successor.bind(UnixDomainSocketAddress.of(folder.resolve("in.sock")));
            }
            assertThat(folder.resolve("in.sock")).exists();
        }
    }
}
