package io.spillway.control.admin.security;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.spillway.control.access.AccessObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** When an issuer is asked for its keys, how often, and what becomes of callers when it does not answer. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class IssuerKeysTest {

    private final Deque<CompletableFuture<List<JWK>>> questions = new ArrayDeque<>();
    private final List<String> outcomes = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-27T03:00:00Z");
    private final IssuerKeys keys = new IssuerKeys("https://login.example", KeyRing.EMPTY, () -> {
        CompletableFuture<List<JWK>> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    }, () -> now, new AccessObserver() {
        @Override
        public void askedForKeys(String issuer, String failure) {
            outcomes.add(failure);
        }
    });

    private static JWK key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate().toPublicJWK();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWSHeader of(String id) {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(id).build();
    }

    private IssuerKeys.Outcome find(String id) {
        return Objects.requireNonNull(keys.find(of(id)).block(Duration.ofSeconds(5)));
    }

    private void answer(JWK... fresh) {
        questions.remove().complete(List.of(fresh));
    }

    private void have(JWK... fresh) {
        var _ = keys.ask();
        answer(fresh);
    }

    @Test
    void callersWaitForOneQuestionTogether() {
        CompletableFuture<IssuerKeys.Outcome> first = keys.find(of("a")).toFuture();
        CompletableFuture<IssuerKeys.Outcome> second = keys.find(of("b")).toFuture();
        assertThat(questions).hasSize(1);
        assertThat(first).isNotDone();
        first.cancel(true);
        answer(key("a"), key("b"));
        assertThat(second).isCompletedWithValue(new IssuerKeys.Outcome.Here());
        assertThat(find("a")).isEqualTo(new IssuerKeys.Outcome.Here());
        assertThat(questions).isEmpty();
    }

    @Test
    void aKeyThatIsNewIsFoundAndOneThatIsNobodysAsksOnceInAWhile() {
        have(key("a"));
        assertThat(find("made-up")).isEqualTo(new IssuerKeys.Outcome.NoSuchKey());
        assertThat(questions).as("asked a moment ago").isEmpty();
        now = now.plus(KeyRing.PAUSE);
        CompletableFuture<IssuerKeys.Outcome> rolled = keys.find(of("b")).toFuture();
        answer(key("b"));
        assertThat(rolled).isCompletedWithValue(new IssuerKeys.Outcome.Here());
        assertThat(find("a")).as("taken back by the issuer").isEqualTo(new IssuerKeys.Outcome.NoSuchKey());
    }

    @Test
    void keysAreAskedForAnewWithoutAnybodyWaiting() {
        have(key("a"));
        now = now.plus(KeyRing.FRESH).minusMillis(1);
        find("a");
        assertThat(questions).isEmpty();
        now = now.plusMillis(1);
        assertThat(find("a")).isEqualTo(new IssuerKeys.Outcome.Here());
        assertThat(questions).hasSize(1);
        assertThat(find("a")).as("while the question is under way").isEqualTo(new IssuerKeys.Outcome.Here());
        assertThat(questions).hasSize(1);
    }

    @Test
    void anIssuerThatIsDownKeepsKnownKeysGoodForADayAndIsNotBlamedOnTheCaller() {
        have(key("a"));
        now = now.plus(KeyRing.LONGEST).minusSeconds(1);
        find("a");
        questions.remove().completeExceptionally(new IOException("refused"));
        assertThat(find("a")).isEqualTo(new IssuerKeys.Outcome.Here());
        assertThat(find("b")).isEqualTo(new IssuerKeys.Outcome.Unavailable("refused"));
        now = now.plusSeconds(1);
        assertThat(find("a")).isEqualTo(new IssuerKeys.Outcome.Unavailable("refused"));
        assertThat(questions).as("asked a moment ago").isEmpty();
        now = now.plus(KeyRing.PAUSE);
        CompletableFuture<IssuerKeys.Outcome> back = keys.find(of("a")).toFuture();
        answer(key("a"));
        assertThat(back).isCompletedWithValue(new IssuerKeys.Outcome.Here());
        assertThat(outcomes).containsExactly("", "refused", "");
    }

    @Test
    void anIssuerWithoutKeysHasNotAnsweredAndLosesNone() {
        have(key("a"));
        now = now.plus(KeyRing.FRESH);
        find("a");
        answer();
        assertThat(find("a")).isEqualTo(new IssuerKeys.Outcome.Here());
        assertThat(outcomes).containsExactly("", "it has no public keys");
    }
}
