package io.spillway.gateway.proxy.forward;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The proof that an endpoint of HTTP/1.1 understands WebSocket (RFC 6455 section 4.1). Clients of HTTP/2 ask for none (RFC
 * 8441 section 5): there the gateway is the client whose key is answered. Stateless.
 */
final class WebSocketHandshake {
    /** The field of the key. */
    static final String KEY = "sec-websocket-key";
    /** The field of the answer to it. */
    static final String ACCEPT = "sec-websocket-accept";

    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_OCTETS = 16;

    private WebSocketHandshake() {}

    /** Returns a new key. */
    static String key(RandomGenerator random) {
        byte[] key = new byte[KEY_OCTETS];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** Returns what an endpoint says that has understood the key. */
    static String answer(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
