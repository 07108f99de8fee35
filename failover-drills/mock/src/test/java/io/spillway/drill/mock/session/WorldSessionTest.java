package io.spillway.drill.mock.session;

import java.time.Duration;
import java.util.List;

import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.Request;
import io.spillway.drill.mock.message.XdsType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A client of the state-of-the-world protocol: what it says, and what a server can do wrong. */
class WorldSessionTest {

    private static final Duration LATER = Duration.ofSeconds(5);

    private final Played played = Played.world().open();

    @Test
    void answersWithAllItsNamesAndTheVersionInUse() {
        played.subscribe(XdsType.EDS, "a", "b");
        played.sendsWorld(XdsType.EDS, "v1", "a=1");
        Request.World ack = played.last(Request.World.class);
        assertThat(ack.names().names()).containsExactly("a", "b");
        assertThat(ack.version()).isEqualTo("v1");
        assertThat(ack.nonce()).isEqualTo("nonce-1");
        played.session.conduct(Conduct.PROMPT.nacking(List.of(new NackRule(null, "*", 0, "no", false))),
                played.now());
        played.sendsWorld(XdsType.EDS, "v2", "a=2");
        Request.World nack = played.last(Request.World.class);
        assertThat(nack.version()).isEqualTo("v1");
        assertThat(nack.nonce()).isEqualTo("nonce-2");
        assertThat(nack.error()).isEqualTo("no");
    }

    @Test
    void aChangedSubscriptionIsNoAckOfWhatIsNotAnswered() {
        played.subscribe(XdsType.EDS, "a");
        played.sendsWorld(XdsType.EDS, "v1", "a=1");
        played.session.conduct(Conduct.PROMPT.silent(true), played.now());
        played.sendsWorld(XdsType.EDS, "v2", "a=2");
        played.subscribe(XdsType.EDS, "b");
        Request.World change = played.last(Request.World.class);
        assertThat(change.names().names()).containsExactly("a", "b");
        assertThat(change.version()).isEqualTo("v1");
        assertThat(change.nonce()).isEqualTo("nonce-1");
        played.session.conduct(Conduct.PROMPT, played.now());
        assertThat(played.last(Request.World.class).names().names()).containsExactly("a", "b");
        assertThat(played.last(Request.World.class).nonce()).isEqualTo("nonce-2");
    }

    @Test
    void namesBesideTheWildcardDoNotEndIt() {
        played.subscribe(XdsType.CDS);
        assertThat(played.last(Request.World.class).names().names()).isEmpty();
        played.subscribe(XdsType.CDS, "a");
        assertThat(played.last(Request.World.class).names().names()).containsExactly("a", "*");
    }

    @Test
    void aClientWithoutNamesDoesNotComeBackForEverything() {
        played.subscribe(XdsType.CDS, "a");
        played.unsubscribe(XdsType.CDS, "a");
        int before = played.requests.size();
        played.session.close();
        played.session.open(true, played.now());
        assertThat(played.requests).hasSize(before);
    }

    @Test
    void whatIsMissingInAWorldIsGone() {
        played.subscribe(XdsType.CDS).subscribe(XdsType.EDS, "a", "b");
        played.sendsWorld(XdsType.CDS, "v1", "a=1", "b=1");
        played.sendsWorld(XdsType.EDS, "v1", "a=1", "b=1");
        played.sendsWorld(XdsType.CDS, "v2", "b=1");
        played.sendsWorld(XdsType.EDS, "v2", "b=2");
        assertThat(played.session.held(XdsType.CDS)).isEqualTo(1);
        assertThat(played.session.held(XdsType.EDS)).isEqualTo(2);
        assertThat(played.violations).isEmpty();
    }

    @Test
    void theSameWorldAgain() {
        played.subscribe(XdsType.CDS);
        played.sendsWorld(XdsType.CDS, "v1", "a=1", "b=1");
        played.pass(LATER);
        played.sendsWorld(XdsType.CDS, "v1", "a=1", "b=1");
        assertThat(played.violations).containsExactly(ViolationKind.UNCHANGED_VERSION);
    }

    @Test
    void theSameAgainForWhoAskedForMore() {
        played.subscribe(XdsType.EDS, "a");
        played.sendsWorld(XdsType.EDS, "v1", "a=1");
        played.pass(LATER);
        played.subscribe(XdsType.EDS, "b");
        played.sendsWorld(XdsType.EDS, "v1", "a=1", "b=1");
        played.pass(LATER);
        played.sendsWorld(XdsType.EDS, "v2", "a=1", "b=2");
        assertThat(played.violations).isEmpty();
        played.sendsWorld(XdsType.EDS, "v2", "a=1", "b=2");
        assertThat(played.violations).containsExactly(ViolationKind.UNCHANGED_VERSION);
    }

    @Test
    void theRefusedWorldAgain() {
        played.session.conduct(Conduct.PROMPT.nacking(List.of(new NackRule(null, "a", 0, "no", false))),
                played.now());
        played.subscribe(XdsType.CDS);
        played.sendsWorld(XdsType.CDS, "v1", "a=1", "b=1");
        played.pass(LATER);
        played.sendsWorld(XdsType.CDS, "v1", "a=1", "b=1");
        assertThat(played.violations).containsExactly(ViolationKind.NACKED_VERSION);
        assertThat(played.session.held(XdsType.CDS)).isZero();
    }

    @Test
    void aWorldThatLacksWhatAnotherHasUnderTheSameVersion() {
        SharedTypes group = new SharedTypes();
        Played one = Played.of(Protocol.WORLD, group, Played.LIMITS).open().subscribe(XdsType.CDS);
        Played other = Played.of(Protocol.WORLD, group, Played.LIMITS).open().subscribe(XdsType.CDS);
        one.sendsWorld(XdsType.CDS, "v1", "a=1", "b=1");
        other.sendsWorld(XdsType.CDS, "v1", "a=1");
        assertThat(one.violations).isEmpty();
        assertThat(other.violations).containsExactly(ViolationKind.WORLD_NOT_WHOLE);
        other.sendsWorld(XdsType.CDS, "v2", "a=1");
        assertThat(other.violations).hasSize(1);
    }

    @Test
    void aResourceThatIsNotSubscribed() {
        played.subscribe(XdsType.EDS, "a");
        played.sendsWorld(XdsType.EDS, "v1", "a=1", "b=1");
        assertThat(played.violations).containsExactly(ViolationKind.RESOURCE_NOT_SUBSCRIBED);
    }

    @Test
    void nobodyExpectsAnAnswerForWhatDoesNotExist() {
        played.subscribe(XdsType.EDS, "a");
        played.pass(Duration.ofHours(1));
        assertThat(played.violations).isEmpty();
        assertThat(played.session.nextDue()).isEqualTo(Session.NEVER);
    }
}
