package io.spillway.drill.mock.session;

import java.time.Duration;
import java.util.List;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.XdsType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a server can do wrong in the incremental protocol, each beside what looks like it and is right. */
class DeltaViolationsTest {

    private static final Duration LATER = Duration.ofSeconds(5);

    private final Played played = Played.delta().open();

    @Test
    void noViolationWhereThereIsNone() {
        played.subscribe(XdsType.EDS, "a", "b", "c");
        played.sends(XdsType.EDS, "a=1", "b=1", "-c");
        played.pass(LATER);
        played.sends(XdsType.EDS, "a=2");
        played.sends(XdsType.EDS, "-a");
        played.sends(XdsType.EDS, "a=2");
        played.sends(XdsType.EDS, "c=1");
        played.pass(Duration.ofMinutes(1));
        assertThat(played.violations).isEmpty();
        assertThat(played.answers).hasSize(5).containsOnly("ack");
    }

    @Test
    void aNonceThatIsEmptyOrHasBeenThere() {
        played.subscribe(XdsType.EDS, "a");
        played.sendsAs("", XdsType.EDS, "a=1");
        played.sendsAs("n", XdsType.EDS, "a=2");
        played.sendsAs("n", XdsType.EDS, "a=3");
        assertThat(played.violations).containsExactly(ViolationKind.EMPTY_NONCE, ViolationKind.REPEATED_NONCE);
    }

    @Test
    void aNonceMayComeAgainOnAnotherStream() {
        played.subscribe(XdsType.EDS, "a");
        played.sendsAs("n", XdsType.EDS, "a=1");
        played.session.close();
        played.open();
        played.sendsAs("n", XdsType.EDS, "a=1");
        assertThat(played.violations).isEmpty();
    }

    @Test
    void aResourceTwiceInOneResponse() {
        played.subscribe(XdsType.EDS, "a", "b");
        played.sends(XdsType.EDS, "a=1", "b=1", "a=2");
        played.sends(XdsType.EDS, "b=2", "-b");
        assertThat(played.violations).containsExactly(ViolationKind.DUPLICATE_RESOURCE,
                ViolationKind.DUPLICATE_RESOURCE);
        assertThat(played.details).containsExactly("EDS: a", "EDS: b");
    }

    @Test
    void aResourceOfAnotherTypeThanItsResponse() {
        played.subscribe(XdsType.EDS, "a");
        played.sends(DeltaDiscoveryResponse.newBuilder().setTypeUrl(XdsType.EDS.typeUrl()).setNonce("n")
                .addResources(Resource.newBuilder().setName("a").setVersion("1")
                        .setResource(Played.any(XdsType.RDS, "a", "1")))
                .build());
        assertThat(played.violations).containsExactly(ViolationKind.WRONG_TYPE);
    }

    @Test
    void aTypeThatIsNotSubscribed() {
        played.subscribe(XdsType.CDS);
        played.sends(XdsType.EDS, "a=1");
        played.sends(XdsType.of("type.googleapis.com/never.Heard"), "a=1");
        assertThat(played.violations).containsExactly(ViolationKind.TYPE_NOT_SUBSCRIBED,
                ViolationKind.TYPE_NOT_SUBSCRIBED);
        assertThat(played.answers).isEmpty();
    }

    @Test
    void aResourceOrRemovalThatIsNotSubscribed() {
        played.subscribe(XdsType.EDS, "a");
        played.sends(XdsType.EDS, "a=1", "b=1", "-c");
        assertThat(played.violations).containsExactly(ViolationKind.RESOURCE_NOT_SUBSCRIBED,
                ViolationKind.REMOVED_NOT_SUBSCRIBED);
    }

    @Test
    void whatWasUnsubscribedMayStillBeOnItsWay() {
        played.subscribe(XdsType.EDS, "a", "b");
        played.sends(XdsType.EDS, "a=1", "b=1");
        played.unsubscribe(XdsType.EDS, "b");
        played.sends(XdsType.EDS, "b=2");
        assertThat(played.violations).isEmpty();
        assertThat(played.session.held(XdsType.EDS)).isEqualTo(1);
        played.pass(LATER);
        played.sends(XdsType.EDS, "b=3");
        assertThat(played.violations).containsExactly(ViolationKind.RESOURCE_NOT_SUBSCRIBED);
    }

    @Test
    void everythingIsSubscribedByTheWildcard() {
        played.subscribe(XdsType.CDS);
        played.sends(XdsType.CDS, "a=1", "-never-seen");
        played.subscribe(XdsType.CDS, "b");
        played.sends(XdsType.CDS, "b=1", "c=1");
        assertThat(played.violations).isEmpty();
        played.unsubscribe(XdsType.CDS, "*");
        played.pass(LATER);
        played.sends(XdsType.CDS, "b=2");
        played.sends(XdsType.CDS, "c=2");
        assertThat(played.violations).containsExactly(ViolationKind.RESOURCE_NOT_SUBSCRIBED);
    }

    @Test
    void aVersionThatCameBefore() {
        played.subscribe(XdsType.EDS, "a", "b");
        played.sends(XdsType.EDS, "a=1", "b=1");
        played.sends(XdsType.EDS, "a=1");
        assertThat(played.violations).containsExactly(ViolationKind.UNCHANGED_VERSION);
    }

    @Test
    void whoAsksAgainGetsItAgain() {
        played.subscribe(XdsType.EDS, "a", "b");
        played.sends(XdsType.EDS, "a=1", "b=1");
        played.pass(LATER);
        played.subscribe(XdsType.EDS, "a");
        played.sends(XdsType.EDS, "a=2"); // crossed the request
        played.sends(XdsType.EDS, "a=2");
        assertThat(played.violations).isEmpty();
        played.pass(LATER);
        played.sends(XdsType.EDS, "a=2");
        assertThat(played.violations).isEmpty(); // nobody can tell it from a late answer
        played.sends(XdsType.EDS, "a=2");
        assertThat(played.violations).containsExactly(ViolationKind.UNCHANGED_VERSION);
    }

    @Test
    void endpointsMayComeAgainAfterTheirCluster() {
        played.subscribe(XdsType.CDS).subscribe(XdsType.EDS, "a");
        played.sends(XdsType.CDS, "a=1");
        played.sends(XdsType.EDS, "a=1");
        played.pass(LATER);
        played.sends(XdsType.CDS, "a=2");
        played.pass(LATER);
        played.sends(XdsType.EDS, "a=1");
        assertThat(played.violations).isEmpty();
        played.sends(XdsType.EDS, "a=1");
        assertThat(played.violations).containsExactly(ViolationKind.UNCHANGED_VERSION);
    }

    @Test
    void aResourceThatOnlyProlongsItsLifeIsNotAnUpdate() {
        played.subscribe(XdsType.EDS, "a");
        played.sends(XdsType.EDS, "a=1");
        played.sends(DeltaDiscoveryResponse.newBuilder().setTypeUrl(XdsType.EDS.typeUrl()).setNonce("n")
                .addResources(Resource.newBuilder().setName("a").setVersion("1")).build());
        assertThat(played.violations).isEmpty();
    }

    @Test
    void aVersionThatTheClientSaidItHolds() {
        played.subscribe(XdsType.EDS, "a", "b");
        played.sends(XdsType.EDS, "a=1", "b=1");
        played.session.close();
        played.session.open(true, played.now());
        played.sends(XdsType.EDS, "a=1", "b=2");
        assertThat(played.violations).containsExactly(ViolationKind.CLAIMED_VERSION);
        assertThat(played.details).containsExactly("EDS: a");
    }

    @Test
    void aRefusedVersionAgain() {
        played.session.conduct(Conduct.PROMPT.nacking(List.of(new NackRule(XdsType.EDS, "a", 0, "no", true))),
                played.now());
        played.subscribe(XdsType.EDS, "a", "b");
        played.sends(XdsType.EDS, "a=1", "b=1");
        played.pass(LATER);
        played.sends(XdsType.EDS, "b=2");
        assertThat(played.violations).isEmpty();
        played.sends(XdsType.EDS, "a=1");
        assertThat(played.violations).containsExactly(ViolationKind.NACKED_VERSION);
        played.sends(XdsType.EDS, "a=2");
        assertThat(played.violations).hasSize(1);
        assertThat(played.answers).containsExactly("rejected: a: no", "ack", "rejected: a: no", "rejected: a: no");
    }

    @Test
    void whoDoesNotSayWhatItRefusedMayBeSentOneByOne() {
        played.session.conduct(Conduct.PROMPT.nacking(List.of(new NackRule(null, "a", 0, "no", false))),
                played.now());
        played.subscribe(XdsType.EDS, "a", "b");
        played.sends(XdsType.EDS, "a=1", "b=1");
        played.pass(LATER);
        played.sends(XdsType.EDS, "a=1");
        played.sends(XdsType.EDS, "b=1");
        assertThat(played.violations).isEmpty();
        assertThat(played.session.held(XdsType.EDS)).isEqualTo(1);
        played.sends(XdsType.EDS, "a=1");
        assertThat(played.violations).containsExactly(ViolationKind.NACKED_VERSION);
    }

    @Test
    void anotherStreamMaySendWhatWasRefused() {
        played.session.conduct(Conduct.PROMPT.nacking(List.of(new NackRule(null, "a", 1, "no", true))),
                played.now());
        played.subscribe(XdsType.EDS, "a");
        played.sends(XdsType.EDS, "a=1");
        played.session.close();
        played.session.open(true, played.now());
        played.sends(XdsType.EDS, "a=1");
        assertThat(played.violations).isEmpty();
        assertThat(played.answers).containsExactly("rejected: a: no", "ack");
    }

    @Test
    void aNameThatNobodyAnswers() {
        played.subscribe(XdsType.EDS, "a", "b", "c", "d");
        played.sends(XdsType.EDS, "a=1", "-b");
        assertThat(played.session.nextDue()).isEqualTo(played.now() + Played.LIMITS.answerWithin().toNanos());
        played.pass(Duration.ofMillis(9999));
        assertThat(played.violations).isEmpty();
        played.pass(Duration.ofMillis(1));
        assertThat(played.violations).containsExactly(ViolationKind.NEVER_ANSWERED);
        assertThat(played.details).containsExactly("EDS: 2 names within 10000 ms, the first: c");
        played.pass(Duration.ofHours(1));
        assertThat(played.violations).hasSize(1);
    }

    @Test
    void whoIsSilentCannotExpectAnAnswer() {
        played.subscribe(XdsType.EDS, "a", "b");
        played.session.conduct(Conduct.PROMPT.silent(true), played.now());
        played.sends(XdsType.EDS, "a=1");
        played.pass(Duration.ofHours(1));
        assertThat(played.session.nextDue()).isEqualTo(Session.NEVER);
        played.session.conduct(Conduct.PROMPT, played.now());
        assertThat(played.answers).containsExactly("ack");
        assertThat(played.violations).isEmpty();
        played.pass(Duration.ofSeconds(10));
        assertThat(played.violations).containsExactly(ViolationKind.NEVER_ANSWERED);
    }

    @Test
    void anOlderVersionWhereVersionsHaveAnOrder() {
        Played ordered = Played.of(Protocol.DELTA, new SharedTypes(),
                new SessionLimits(Duration.ofSeconds(10), Duration.ofSeconds(1), true)).open();
        ordered.subscribe(XdsType.EDS, "a");
        ordered.sends(XdsType.EDS, "a=9");
        ordered.sends(XdsType.EDS, "a=10");
        assertThat(ordered.violations).isEmpty();
        ordered.sends(XdsType.EDS, "a=9");
        assertThat(ordered.violations).containsExactly(ViolationKind.OLDER_VERSION);
    }
}
