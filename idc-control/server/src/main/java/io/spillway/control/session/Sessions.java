package io.spillway.control.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.spillway.registry.Registry;
import io.spillway.registry.RegistryUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Seals what browsers keep for us, and opens it. Every control node of an IDC opens what any of them has sealed, and none keeps a
 * list. May block for a registry round trip: call it from a virtual thread. Safe for use by any thread.
 */
public final class Sessions {

    /** A session whose owner was not here for so long is over. */
    public static final Duration IDLE = Duration.ofMinutes(30);
    /** A session ends so long after its beginning, whatever its owner does. */
    public static final Duration LONGEST = Duration.ofHours(12);
    /** A session is sealed anew when its owner comes, so long after it was sealed last. */
    public static final Duration RENEWS = Duration.ofMinutes(1);
    /** So long an exchange token is good. */
    public static final Duration EXCHANGE = Duration.ofMinutes(10);
    /** So long somebody may take at an issuer. */
    public static final Duration TICKET = Duration.ofMinutes(10);
    /** How exchange tokens begin. */
    public static final String EXCHANGE_PREFIX = "spillway-exchange.";

    private static final String SESSION = "session";
    private static final String EXCHANGED = "exchange";
    private static final String LOGIN = "login";

    private final SealKeys keys;
    private final InstantSource clock;
    private final RandomGenerator random;

    Sessions(SealKeys keys, InstantSource clock, RandomGenerator random) {
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /** Creates those of an IDC, whose keys are in its registry. {@code random} must be one that nobody can foretell. */
    public static Sessions in(Registry registry, InstantSource clock, RandomGenerator random) {
        return new Sessions(new RegistrySealKeys(registry, clock, random), clock, random);
    }

    /** Creates those of one node, which no other one knows and which end with it. */
    public static Sessions alone(InstantSource clock, RandomGenerator random) {
        SealKeyRing one = SealKeyRing.EMPTY.with(SealKey.make(clock.instant(), random), clock.instant());
        return new Sessions(new SealKeys() {

            @Override
            public SealKeyRing current() {
                return one;
            }

            @Override
            public SealKeyRing asked() {
                return one;
            }
        }, clock, random);
    }

    /** Returns a session that begins now. */
    public Session begin(Credential credential) {
        Instant now = clock.instant();
        return new Session(credential, now, now);
    }

    /** Returns what the owner of a session, who is here, keeps of it. */
    public Found<String> seal(Session session) {
        return sealed(SESSION, SealedText.of(session.seen(clock.instant())));
    }

    /** Returns whose session this is. */
    public Found<Session> open(String sealed) {
        return opened(SESSION, sealed, SealedText::session, session -> session.over(clock.instant()));
    }

    /** Returns whether its owner should be given it anew. */
    public boolean renews(Session session) {
        return session.renews(clock.instant());
    }

    /** An exchange token, and when it ends. */
    public record Exchange(String token, Instant expires) {}

    /** Returns a token by which the owner of a session goes on with another node. */
    public Found<Exchange> exchange(Session session) {
        Instant now = clock.instant();
        return switch (sealed(EXCHANGED, SealedText.of(session.seen(now)))) {
            case Found.Good<String>(String text) ->
                new Found.Good<>(new Exchange(EXCHANGE_PREFIX + text, expires(session, now)));
            case Found.Bad<String>(String reason) -> new Found.Bad<>(reason);
            case Found.Away<String>(Instant since, String reason) -> new Found.Away<>(since, reason);
        };
    }

    /** Returns whose session an exchange token was made of. */
    public Found<Session> exchanged(String token) {
        if (!token.startsWith(EXCHANGE_PREFIX)) {
            return new Found.Bad<>("no exchange token");
        }
        return opened(EXCHANGED, token.substring(EXCHANGE_PREFIX.length()), SealedText::session, session -> {
            Instant now = clock.instant();
            Instant end = expires(session, session.seen());
            return now.isBefore(end) ? "" : "it ended at " + end;
        });
    }

    private static Instant expires(Session session, Instant made) {
        Instant usual = made.plus(EXCHANGE);
        return usual.isBefore(session.ends()) ? usual : session.ends();
    }

    /** Returns when it is now, for what is made here. */
    public Instant now() {
        return clock.instant();
    }

    /** Returns so many random octets in base64 for addresses. */
    public String random(int octets) {
        byte[] bytes = new byte[octets];
        random.nextBytes(bytes);
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns what a browser keeps while its owner is at an issuer. */
    public Found<String> seal(LoginTicket ticket) {
        return sealed(LOGIN, SealedText.of(ticket));
    }

    /** Returns who was sent to which issuer. */
    public Found<LoginTicket> ticket(String sealed) {
        return opened(LOGIN, sealed, SealedText::ticket,
                ticket -> clock.instant().isBefore(ticket.made().plus(TICKET))
                        ? ""
                        : "it was begun at " + ticket.made() + " (expected: at most " + TICKET.toMinutes()
                                + " min ago)");
    }

    private Found<String> sealed(String purpose, String text) {
        try {
            return new Found.Good<>(keys.current().seal(purpose, text, random));
        } catch (RegistryUnavailableException away) {
            return new Found.Away<>(away.since(), String.valueOf(away.getMessage()));
        }
    }

    private <T> Found<T> opened(String purpose, String sealed, Function<String, @Nullable T> reader,
            Function<T, String> over) {
        try {
            SealKeyRing.Opened opened = keys.current().open(purpose, sealed);
            if (opened instanceof SealKeyRing.Opened.OtherKey) {
                opened = keys.asked().open(purpose, sealed);
            }
            return switch (opened) {
                case SealKeyRing.Opened.Text(String text) -> read(text, reader, over);
                case SealKeyRing.Opened.OtherKey(String id) ->
                    new Found.Bad<>("sealed by key " + id + ", which this IDC does not have (any more)");
                case SealKeyRing.Opened.Forged _ -> new Found.Bad<>("not sealed here for this");
            };
        } catch (RegistryUnavailableException away) {
            return new Found.Away<>(away.since(), String.valueOf(away.getMessage()));
        }
    }

    private static <T> Found<T> read(String text, Function<String, @Nullable T> reader, Function<T, String> over) {
        T read = reader.apply(text);
        if (read == null) {
            return new Found.Bad<>("of another version of this program");
        }
        String why = over.apply(read);
        return why.isEmpty() ? new Found.Good<>(read) : new Found.Bad<>(why);
    }
}
