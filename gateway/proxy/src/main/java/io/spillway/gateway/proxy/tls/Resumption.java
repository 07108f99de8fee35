package io.spillway.gateway.proxy.tls;

import java.security.SecureRandom;

import javax.net.ssl.SSLSessionContext;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/** Whether a session can be taken up again without a whole handshake, by a ticket that the client keeps (RFC 5077, 8446). */
final class Resumption {
    private Resumption() {}

    /** Makes every handshake a whole one. */
    static void off(SslContext context) {
        SSLSessionContext sessions = context.sessionContext();
        if (sessions instanceof OpenSslSessionContext boring) {
            boring.setSessionCacheEnabled(false); // tickets are off as long as there are no keys for them
        } else {
            // The JDK has no switch: as short as it goes.
            sessions.setSessionCacheSize(1);
            sessions.setSessionTimeout(1);
        }
    }

    /**
     * Gives tickets under {@code current} and takes those under {@code previous} too. The JDK makes and keeps its keys by
     * itself.
     */
    static void on(SslContext context, OpenSslSessionTicketKey current, @Nullable OpenSslSessionTicketKey previous) {
        if (context.sessionContext() instanceof OpenSslSessionContext boring) {
            if (previous == null) {
                boring.setTicketKeys(current);
            } else {
                boring.setTicketKeys(current, previous);
            }
        }
    }

    /** Returns a new key. */
    static OpenSslSessionTicketKey newKey(SecureRandom random) {
        return new OpenSslSessionTicketKey(octets(random, OpenSslSessionTicketKey.NAME_SIZE),
                octets(random, OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                octets(random, OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private static byte[] octets(SecureRandom random, int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }
}
