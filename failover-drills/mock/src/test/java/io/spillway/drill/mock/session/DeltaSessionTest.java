package io.spillway.drill.mock.session;

import java.time.Duration;
import java.util.List;

import com.google.protobuf.ByteString;
import io.spillway.drill.mock.message.Request;
import io.spillway.drill.mock.message.XdsType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a client of the incremental protocol says. */
class DeltaSessionTest {

    private final Played played = Played.delta();

    @Test
    void asksForEverythingWithoutANameAndOnlyTheFirstRequestSaysWhoItIs() {
        played.subscribe(XdsType.CDS).subscribe(XdsType.EDS, "a", "b").open();
        assertThat(played.requests).hasSize(2);
        assertThat(played.requests.getFirst().first()).isTrue();
        assertThat(played.requests.getLast().first()).isFalse();
        assertThat(((Request.Change) played.requests.getFirst()).subscribe().names()).isEmpty();
        assertThat(played.last(Request.Change.class).subscribe().names()).containsExactly("a", "b");
    }

    @Test
    void saysOnlyWhatChanges() {
        played.open().subscribe(XdsType.EDS, "a", "b").subscribe(XdsType.EDS, "c");
        assertThat(played.last(Request.Change.class).subscribe().names()).containsExactly("c");
        played.unsubscribe(XdsType.EDS, "a");
        assertThat(played.last(Request.Change.class).unsubscribe().names()).containsExactly("a");
        assertThat(played.last(Request.Change.class).subscribe().names()).isEmpty();
    }

    @Test
    void asksForEverythingByItsNameOnceItHasNamedSomething() {
        played.open().subscribe(XdsType.CDS, "a").subscribe(XdsType.CDS);
        assertThat(played.last(Request.Change.class).subscribe().names()).containsExactly("*");
        played.session.close();
        played.open();
        assertThat(played.last(Request.Change.class).subscribe().names()).containsExactly("a", "*");
    }

    @Test
    void comesBackWithWhatItHolds() {
        played.open().subscribe(XdsType.EDS, "a", "b", "c");
        played.sends(XdsType.EDS, "a=one", "b=two", "-c");
        played.session.close();
        played.session.open(true, played.now());
        Request.Change again = played.last(Request.Change.class);
        assertThat(again.first()).isTrue();
        assertThat(again.subscribe().names()).containsExactly("a", "b", "c");
        assertThat(again.versions()).containsOnlyKeys("a", "b").containsEntry("a", ByteString.copyFromUtf8("one"));
        assertThat(played.session.unanswered(XdsType.EDS)).isEqualTo(1);
    }

    @Test
    void comesBackWithTheVersionThatItUsesNotTheOneThatItRefused() {
        played.open().subscribe(XdsType.EDS, "a", "b");
        played.sends(XdsType.EDS, "a=one");
        played.session.conduct(Conduct.PROMPT.nacking(List.of(new NackRule(null, "*", 0, "no", true))),
                played.now());
        played.sends(XdsType.EDS, "a=two", "b=one");
        played.sends(XdsType.EDS, "a=three");
        played.session.close();
        played.session.open(true, played.now());
        assertThat(played.last(Request.Change.class).versions()).containsOnlyKeys("a").containsEntry("a",
                ByteString.copyFromUtf8("one"));
    }

    @Test
    void answersAfterItsDelayInTheOrderOfTheResponses() {
        played.open().subscribe(XdsType.EDS, "a");
        played.session.conduct(Conduct.PROMPT.ackingAfter(Duration.ofMillis(20)), played.now());
        played.sends(XdsType.EDS, "a=1");
        played.pass(Duration.ofMillis(10));
        played.sends(XdsType.EDS, "a=2");
        assertThat(played.answers).isEmpty();
        played.pass(Duration.ofMillis(10));
        assertThat(played.answers).hasSize(1);
        assertThat(played.last(Request.Answer.class).nonce()).isEqualTo("nonce-1");
        assertThat(played.session.nextDue()).isEqualTo(played.now() + Duration.ofMillis(10).toNanos());
        played.pass(Duration.ofMillis(10));
        assertThat(played.last(Request.Answer.class).nonce()).isEqualTo("nonce-2");
    }

    @Test
    void doesNotAnswerOnANewStreamWhatItOwedOnTheLast() {
        played.open().subscribe(XdsType.EDS, "a");
        played.session.conduct(Conduct.PROMPT.silent(true), played.now());
        played.sends(XdsType.EDS, "a=1");
        played.session.close();
        played.open();
        played.session.conduct(Conduct.PROMPT, played.now());
        assertThat(played.answers).isEmpty();
    }

    @Test
    void refusesTheFirstOnly() {
        played.open().subscribe(XdsType.EDS, "a");
        played.session.conduct(Conduct.PROMPT.nacking(List.of(new NackRule(XdsType.EDS, "a", 2, "no", false))),
                played.now());
        for (int i = 0; i < 4; i++) {
            played.sends(XdsType.EDS, "a=" + i);
        }
        assertThat(played.answers).containsExactly("no", "no", "ack", "ack");
        assertThat(played.violations).isEmpty();
    }

    @Test
    void saysWhenItHasAllThatItAskedFor() {
        played.open().subscribe(XdsType.EDS, "a", "b");
        played.sends(XdsType.EDS, "a=1");
        assertThat(played.received).containsExactly("a");
        played.sends(XdsType.EDS, "-b");
        assertThat(played.received).containsExactly("a", "-b", "settled EDS");
        assertThat(played.session.held(XdsType.EDS)).isEqualTo(1);
    }

    @Test
    void aStarInAPatternStandsForAnyText() {
        assertThat(Glob.matches("service-*/default", "service-17/default")).isTrue();
        assertThat(Glob.matches("*", "")).isTrue();
        assertThat(Glob.matches("a*b*c", "abxbc")).isTrue();
        assertThat(Glob.matches("a*b*c", "abxb")).isFalse();
        assertThat(Glob.matches("a", "ab")).isFalse();
    }
}
