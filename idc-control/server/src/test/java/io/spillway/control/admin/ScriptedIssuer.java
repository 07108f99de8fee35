package io.spillway.control.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An issuer that signs whatever it is told to. */
final class ScriptedIssuer implements AutoCloseable {

    final AtomicInteger asked = new AtomicInteger();
    /** What came to the token endpoint: the form, and how the client has shown who it is. */
    final List<String> exchanged = new CopyOnWriteArrayList<>();
    volatile String idToken = "";
    private final HttpServer server;
    private volatile RSAKey key;
    private volatile boolean down;

    ScriptedIssuer() throws IOException {
        key = key("k1");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            String text = switch (exchange.getRequestURI().getPath()) {
                case "/keys" -> new JWKSet(key.toPublicJWK()).toString();
                case "/token" -> {
                    exchanged.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8) + " "
                            + exchange.getRequestHeaders().getFirst("Authorization"));
                    yield "{\"id_token\":\"" + idToken + "\",\"access_token\":\"x\"}";
                }
                default -> "{\"issuer\":\"" + name() + "\",\"jwks_uri\":\"" + name()
                        + "/keys\",\"authorization_endpoint\":\"" + name()
                        + "/authorize?realm=ops\",\"token_endpoint\":\""
                        + name() + "/token\"}";
            };
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(down ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    RSAKey key() {
        return key;
    }

    void roll(String id) {
        key = key(id);
    }

    void down(boolean isDown) {
        down = isDown;
    }

    /** Returns claims that are good until a time. */
    JWTClaimsSet.Builder claims(Instant until) {
        return new JWTClaimsSet.Builder().issuer(name()).audience("spillway").subject("17").expirationTime(
                Date.from(until)).claim("groups", List.of("sre"));
    }

    String signed(JWTClaimsSet.Builder claims) {
        return signed(claims, key, JOSEObjectType.JWT);
    }

    static String signed(JWTClaimsSet.Builder claims, RSAKey by, JOSEObjectType type) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).type(type).build(), claims.build());
            token.sign(new RSASSASigner(by));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
