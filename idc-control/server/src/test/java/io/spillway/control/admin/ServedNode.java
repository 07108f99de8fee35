package io.spillway.control.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.node.TestNode;

/** A living control node of idc-a with the usual resources, and whoever asks it over HTTP. */
final class ServedNode implements AutoCloseable {

    final TestNode node;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiServer server;
    private final int port;

    private ServedNode(TestNode node, InetSocketAddress asked, ApiSettings settings) {
        this.node = node;
        this.server = ApiServer.start(settings, node.service());
        this.port = server.address(asked).getPort();
    }

    /** Starts one where everybody may do everything. */
    static ServedNode open(Path folder) throws Exception {
        InetSocketAddress asked = loopback();
        return new ServedNode(TestNode.start(folder).withOrders(), asked, new ApiSettings(asked, null));
    }

    /** Starts one where these may do what they are granted. */
    static ServedNode guarded(Path folder, AccessConfig access) throws Exception {
        InetSocketAddress asked = loopback();
        return new ServedNode(TestNode.start(folder).withOrders(), asked,
                new ApiSettings(asked, new ApiAccess(new ApiAccess.Settings("idc-a", null, access, null),
                        () -> Instant.EPOCH, AccessObserver.NONE), null));
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
        node.close();
        client.close();
    }
}
