package io.spillway.gateway.proxy.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The proof that an endpoint of HTTP/1.1 understands WebSocket (RFC 6455 section 4.1). In HTTP/2 nobody asks for it and
 * nobody gives it (RFC 8441 section 5): where only one side speaks HTTP/2 the gateway asks, or answers, in its place.
 * Stateless.
 */
public final class WebSocketHandshake {
    /** The field of the key. */
    public static final String KEY = "sec-websocket-key";
    /** The field of the answer to it. */
    public static final String ACCEPT = "sec-websocket-accept";

    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_OCTETS = 16;

    private WebSocketHandshake() {}

    /** Returns a new key. */
    public static String key(RandomGenerator random) {
        byte[] key = new byte[KEY_OCTETS];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** Returns what an endpoint says that has understood the key. */
    public static String answer(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Returns the answer to the key in the head of a request of HTTP/1.1, null when there is no key in it. */
    public static @Nullable String answerTo(ByteBuf head) {
        String lines = head.toString(StandardCharsets.ISO_8859_1);
        for (int at = lines.indexOf('\n') + 1; at > 0; at = lines.indexOf('\n', at) + 1) {
            if (lines.regionMatches(true, at, KEY + ":", 0, KEY.length() + 1)) {
                return answer(lines.substring(at + KEY.length() + 1, lines.indexOf('\n', at)).strip());
            }
        }
        return null;
    }
}
