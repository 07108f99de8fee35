package io.spillway.gateway.proxy.tls;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.spillway.model.time.Ticker;

/**
 * The keys of a listener's session tickets. They live in memory only and are exchanged twice a day: whoever learns one can
 * read what was said under its tickets, so it must not live long. Owned by the thread that watches files.
 */
final class TicketKeys {
    static final long LIFE = TimeUnit.HOURS.toNanos(12);

    private final SecureRandom random;
    private final Ticker ticker;
    /** One per certificate: a session of one site is not taken up at another. */
    private List<OpenSslSessionTicketKey> current;
    private List<OpenSslSessionTicketKey> previous = List.of();
    private long since;

    TicketKeys(int certificates, SecureRandom random, Ticker ticker) {
        this.random = random;
        this.ticker = ticker;
        this.current = newKeys(certificates, random);
        this.since = ticker.nanos();
    }

    private static List<OpenSslSessionTicketKey> newKeys(int count, SecureRandom random) {
        return Stream.generate(() -> Resumption.newKey(random)).limit(count).toList();
    }

    /** Lets new contexts give and take tickets under the keys. */
    void give(ServerContexts contexts) {
        contexts.allowTickets(current, previous);
    }

    /** Exchanges the keys when it is time; tickets under the last one are taken for one more life. */
    void rotate(ServerContexts contexts) {
        if (ticker.nanos() - since >= LIFE) {
            since = ticker.nanos();
            previous = current;
            current = newKeys(previous.size(), random);
            give(contexts);
        }
    }
}
