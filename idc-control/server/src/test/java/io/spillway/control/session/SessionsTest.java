package io.spillway.control.session;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import io.spillway.control.access.TokenIssuer.Said;
import io.spillway.control.node.TestNode;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a browser keeps is good at every node of its IDC, for its time and its purpose, and nobody makes one up. */
class SessionsTest {

    private static final Credential CREDENTIAL = new Credential.OwnToken("ab".repeat(32));

    private final MovedClock clock = new MovedClock();
    private final Sessions sessions = Sessions.alone(clock, new Random(7));

    private static <T> T good(Found<T> found) {
        if (found instanceof Found.Good<T>(T what)) {
            return what;
        }
        throw new AssertionError(found);
    }

    private static String bad(Found<?> found) {
        if (found instanceof Found.Bad<?>(String reason)) {
            return reason;
        }
        throw new AssertionError(found);
    }

    @Test
    void whatIsSealedIsFoundAgain() {
        for (Credential credential : List.of(CREDENTIAL, new Credential.Development(),
                new Credential.Issued("https://login.example", "2482", List.of(new Said("groups", "sre \"1\"\n")),
                        Instant.ofEpochMilli(1_800_000_000_000L)),
                new Credential.Issued("https://login.example", "2482", List.of(), null))) {
            Session session = sessions.begin(credential);
            assertThat(good(sessions.open(good(sessions.seal(session))))).isEqualTo(session);
        }
    }

    @Test
    void aTextThatWasChangedInOneLetterIsNone() {
        String sealed = good(sessions.seal(sessions.begin(CREDENTIAL)));
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String forged = sealed.substring(0, i) + other + sealed.substring(i + 1);
            // The last letter of base64 may have bits that mean nothing.
            if (i < sealed.length() - 1) {
                assertThat(sessions.open(forged)).as(forged).isInstanceOf(Found.Bad.class);
            }
        }
        for (String nonsense : List.of("", "x", "00000000", "00000000!!!!", "é".repeat(40), "a".repeat(9000))) {
            assertThat(sessions.open(nonsense)).as(nonsense).isInstanceOf(Found.Bad.class);
        }
    }

    @Test
    void anotherIdcsKeyOpensNothing() {
        Sessions elsewhere = Sessions.alone(clock, new Random(8));
        assertThat(bad(sessions.open(good(elsewhere.seal(elsewhere.begin(CREDENTIAL))))))
                .contains("which this IDC does not have");
    }

    @Test
    void aTextIsGoodForOnePurposeOnly() {
        Session session = sessions.begin(CREDENTIAL);
        String cookie = good(sessions.seal(session));
        String exchange = good(sessions.exchange(session)).token();
        assertThat(bad(sessions.exchanged(Sessions.EXCHANGE_PREFIX + cookie))).isEqualTo("not sealed here for this");
        assertThat(bad(sessions.open(exchange.substring(Sessions.EXCHANGE_PREFIX.length()))))
                .isEqualTo("not sealed here for this");
        assertThat(sessions.ticket(cookie)).isInstanceOf(Found.Bad.class);
    }

    @Test
    void aSessionEndsWhenNobodyIsThereAndInAnyCaseInTheEvening() {
        String first = good(sessions.seal(sessions.begin(CREDENTIAL)));
        clock.pass(Sessions.IDLE.minusSeconds(1));
        Session seen = good(sessions.open(first));
        assertThat(sessions.renews(seen)).isTrue();
        String second = good(sessions.seal(seen));
        clock.pass(Duration.ofSeconds(2));
        assertThat(bad(sessions.open(first))).contains("nobody was here since");
        assertThat(sessions.renews(good(sessions.open(second)))).isFalse();
        String kept = second;
        for (int i = 0; i < 30; i++) {
            clock.pass(Duration.ofMinutes(25));
            if (!(sessions.open(kept) instanceof Found.Good<Session>(Session still))) {
                break;
            }
            kept = good(sessions.seal(still));
        }
        assertThat(bad(sessions.open(kept))).contains("it began at", "at most 12 h ago");
    }

    @Test
    void anExchangeTokenLastsMinutesAndNeverOutlivesItsSession() {
        Session session = sessions.begin(CREDENTIAL);
        Sessions.Exchange exchange = good(sessions.exchange(session));
        assertThat(exchange.expires()).isEqualTo(clock.instant().plus(Sessions.EXCHANGE));
        clock.pass(Sessions.EXCHANGE.minusSeconds(1));
        assertThat(good(sessions.exchanged(exchange.token())).begun()).isEqualTo(session.begun());
        clock.pass(Duration.ofSeconds(1));
        assertThat(bad(sessions.exchanged(exchange.token()))).contains("it ended at");
        clock.pass(Sessions.LONGEST.minus(Duration.ofMinutes(11)));
        Sessions.Exchange last = good(sessions.exchange(session));
        assertThat(last.expires()).isEqualTo(session.ends());
    }

    @Test
    void whoTakesTooLongAtTheIssuerBeginsAgain() {
        LoginTicket ticket = new LoginTicket("id", "state", "nonce", "verifier", "/console/", clock.instant());
        String sealed = good(sessions.seal(ticket));
        assertThat(good(sessions.ticket(sealed))).isEqualTo(ticket);
        clock.pass(Sessions.TICKET);
        assertThat(bad(sessions.ticket(sealed))).contains("at most 10 min ago");
    }

    @Test
    void allNodesOfAnIdcShareTheKeyAndTakeTurnsInMakingTheNext(@TempDir Path folder) throws Exception {
        try (Registry registry = TestNode.registry(folder)) {
            Sessions one = Sessions.in(registry, clock, new Random(1));
            Sessions other = Sessions.in(registry, clock, new Random(2));
            String morning = good(one.seal(one.begin(CREDENTIAL)));
            assertThat(good(other.open(morning)).credential()).isEqualTo(CREDENTIAL);
            assertThat(other.open(good(one.seal(one.begin(CREDENTIAL))))).isInstanceOf(Found.Good.class);
            KeyValue before = registry.get(RegistryKeys.SEAL_KEYS).orElseThrow();
            clock.pass(SealKeyRing.SEALS);
            String next = good(other.seal(other.begin(CREDENTIAL)));
            assertThat(next.substring(0, 8)).isNotEqualTo(morning.substring(0, 8));
            assertThat(good(one.open(next)).credential()).isEqualTo(CREDENTIAL);
            KeyValue after = registry.get(RegistryKeys.SEAL_KEYS).orElseThrow();
            assertThat(after.modRevision()).isGreaterThan(before.modRevision());
            clock.pass(SealKeyRing.SEALS);
            good(one.seal(one.begin(CREDENTIAL)));
            assertThat(SealKeyRing.decode(registry.get(RegistryKeys.SEAL_KEYS).orElseThrow().value()).keys())
                    .as("the first one opens nothing any more").hasSize(2);
        }
    }

    /** Somebody who shows made-up key names must not make every node ask the registry each time. */
    @Test
    void unknownKeysAreAskedForOnceASecond(@TempDir Path folder) throws Exception {
        try (Registry registry = TestNode.registry(folder)) {
            RegistrySealKeys keys = new RegistrySealKeys(registry, clock, new Random(1));
            SealKeyRing first = keys.current();
            new RegistrySealKeys(registry, () -> clock.instant().plus(SealKeyRing.SEALS), new Random(2)).current();
            assertThat(keys.asked()).as("asked a moment ago").isEqualTo(first);
            clock.pass(RegistrySealKeys.PAUSE);
            assertThat(keys.asked().keys()).hasSize(2);
        }
    }
}
