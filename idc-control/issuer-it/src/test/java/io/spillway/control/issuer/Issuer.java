package io.spillway.control.issuer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Spring Authorization Server on loopback, with a client for each of some sets of scopes. */
final class Issuer implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    static final String PERSON = "alice";
    static final String PASSWORD = "correct horse";
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private volatile JWKSet keys = key("first");
    private @Nullable ConfigurableApplicationContext running;
    /** Empty: nobody logs in by a page. */
    private String callback = "";

    /** What Spring makes of its starter. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    Issuer() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
    }

    private static JWKSet key(String id) {
        try {
            return new JWKSet(new RSAKeyGenerator(2048).keyID(id).generate());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts it, at the same address each time. */
    void start() {
        Map<String, Object> settings = new HashMap<>(Map.of("server.address", "127.0.0.1", "server.port", port,
                "spring.security.oauth2.authorizationserver.issuer", name(), "spring.jmx.enabled", false));
        client(settings, "mover", "move");
        client(settings, "looker", "look");
        client(settings, "stranger", "move");
        if (!callback.isEmpty()) {
            people(settings);
        }
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(settings);
        application.addInitializers(context -> ((GenericApplicationContext) context).registerBean("keys",
                JWKSource.class, () -> (JWKSource<SecurityContext>) (selector, _) -> selector.select(keys)));
        running = application.run();
    }

    private static void client(Map<String, Object> settings, String id, String scope) {
        String client = "spring.security.oauth2.authorizationserver.client." + id + ".registration.";
        settings.put(client + "client-id", id);
        settings.put(client + "client-secret", "{noop}" + id + "-secret");
        settings.put(client + "client-authentication-methods", "client_secret_basic");
        settings.put(client + "authorization-grant-types", "client_credentials");
        settings.put(client + "scopes", scope);
    }

    /** Lets {@value #PERSON} log in by a page, for a console that this address is the way back to. */
    void letPeopleIn(String comesBackTo) {
        callback = comesBackTo;
    }

    private void people(Map<String, Object> settings) {
        client(settings, "console", "openid");
        String client = "spring.security.oauth2.authorizationserver.client.console.";
        settings.put(client + "registration.authorization-grant-types", "authorization_code");
        settings.put(client + "registration.redirect-uris", callback);
        settings.put(client + "require-proof-key", true);
        settings.put("spring.security.user.name", PERSON);
        settings.put("spring.security.user.password", PASSWORD);
    }

    String name() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns a token for a client, which is its audience and its subject. */
    String token(String id, String scope) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(name() + "/oauth2/token"))
                .header("Authorization", "Basic "
                        + Base64.getEncoder().encodeToString((id + ":" + id + "-secret").getBytes(UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=" + scope)).build();
        String answer = client.send(request, BodyHandlers.ofString()).body();
        return TOKEN.matcher(answer).results().map((MatchResult found) -> found.group(1)).findFirst()
                .orElseThrow(() -> new AssertionError(answer));
    }

    /** Signs by another key from now on, and knows the old one no more. */
    void roll(String id) {
        keys = key(id);
    }

    void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}
