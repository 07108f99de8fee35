package io.spillway.control.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.spillway.control.access.AccessConfig;
import io.spillway.control.access.AccessObserver;
import io.spillway.control.access.TokenIssuer;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.service.WriteResult;
import io.spillway.control.session.ConsoleConfig;
import io.spillway.control.session.MovedClock;
import io.spillway.control.session.Sessions;
import org.jspecify.annotations.Nullable;

/** The API of a node that serves a console of two files, and a browser in front of it that does what it is told. */
final class ConsoleDesk implements AutoCloseable {

    final MovedClock clock;
    final ScriptedService service = new ScriptedService();
    final ApiAccess access;
    final Sessions sessions;
    final int port;
    private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final ApiServer server;

    ConsoleDesk(List<AccessConfig.TokenGrant> tokens, List<TokenIssuer> issuers, List<String> peers) {
        this(settings(tokens, issuers), peers, new MovedClock(), null);
    }

    ConsoleDesk(ApiAccess.Settings settings, List<String> peers, MovedClock clock, @Nullable Sessions shared) {
        this.clock = clock;
        this.access = new ApiAccess(settings, clock, AccessObserver.NONE);
        this.sessions = shared == null ? Sessions.alone(clock, new Random(3)) : shared;
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.server = ApiServer.start(new ApiSettings(asked, access, null,
                new ConsoleSettings(new ConsoleConfig(null, peers), sessions, ConsoleDesk::file, clock)), service);
        this.port = server.address(asked).getPort();
        service.nextWrite = new WriteResult.Applied(8, List.of(), List.of(), true);
    }

    static ApiAccess.Settings settings(List<AccessConfig.TokenGrant> tokens, List<TokenIssuer> issuers) {
        return new ApiAccess.Settings("idc-a", null, new AccessConfig(tokens, List.of(), issuers), null);
    }

    private static WebFiles.@Nullable WebFile file(String name) {
        return switch (name) {
            case "index.html" -> new WebFiles.WebFile("<title>Spillway</title>".getBytes(
                    java.nio.charset.StandardCharsets.UTF_8), "text/html; charset=utf-8", false);
            case "assets/main-4f2a.js" -> new WebFiles.WebFile(new byte[]{'1'}, "text/javascript", true);
            default -> null;
        };
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** What a page of this node sends with a call. */
    Map<String, String> ofPage(@Nullable String cookie) {
        Map<String, String> headers = new HashMap<>(Map.of("Sec-Fetch-Site", "same-origin", "Origin", url(),
                "X-Requested-With", "spillway-console"));
        if (cookie != null) {
            headers.put("Cookie", Visits.COOKIE + "=" + cookie);
        }
        return headers;
    }

    HttpResponse<String> page(String method, String path, String body, @Nullable String cookie) throws Exception {
        return send(method, path, body, ofPage(cookie));
    }

    HttpResponse<String> logIn(String token) throws Exception {
        return page("POST", "/console/session", "{\"token\":\"" + token + "\"}", null);
    }

    /** Returns the value of a cookie that an answer sets. */
    static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("set-cookie").stream().filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1, line.indexOf(';'))).findFirst()
                .orElseThrow(() -> new AssertionError(answer.headers().map() + answer.body()));
    }

    String session(String token) throws Exception {
        return cookie(logIn(token), Visits.COOKIE);
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
