package io.spillway.control.switchover.auto;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

import io.spillway.control.switchover.Moving;
import io.spillway.model.resource.AutomaticPolicy;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.Sight;
import io.spillway.model.resource.StepPosition;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.SwitchTransition;
import io.spillway.model.resource.TrafficShiftSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/** idc-b fails, or seems to: when its traffic leaves without an operator, and when it stays. */
class AutomaticTest {

    private static final List<Sight.Link> LINKS = List.of(Sight.Link.values());

    /** What happens, and why nothing is done; empty when traffic is moved. */
    record Case(String stays, Consumer<Fleet> happens) {

        @Override
        public String toString() {
            return stays.isEmpty() ? "acts" : stays;
        }
    }

    static final List<Case> CASES = List.of( //
            new Case("", Fleet::dies), //
            new Case("none of its IDCs is judged failed", _ -> {}),
            // Two domains, but two vantage points only; then the word that is missing is the third.
            new Case("none of its IDCs is judged failed",
                    fleet -> fleet.sees("idc-a", "idc-b", new Sight(0, 1, Sight.Link.UNKNOWN)).sees("idc-c", "idc-b",
                            new Sight(0, 1, Sight.Link.UNKNOWN))),
            new Case("", fleet -> fleet.sees("idc-a", "idc-b", new Sight(0, 1, Sight.Link.CUT)).sees("idc-c", "idc-b",
                    new Sight(0, 1, Sight.Link.UNKNOWN))),
            // One failure domain, however many gateways.
            new Case("none of its IDCs is judged failed",
                    fleet -> fleet.sees("idc-a", "idc-b", new Sight(0, 50, Sight.Link.CUT))
                            .sees("idc-c", "idc-b", new Sight(0, 0, Sight.Link.CUT))),
            // Whoever reaches it is believed when there are as many.
            new Case("none of its IDCs is judged failed",
                    fleet -> fleet.loses("idc-a", "idc-b", 1).loses("idc-c", "idc-b", 1)),
            // The links alone.
            new Case("none of its IDCs is judged failed",
                    fleet -> fleet.link("idc-a", "idc-b", Sight.Link.CUT).link("idc-c", "idc-b", Sight.Link.CUT)
                            .silence("idc-b")),
            new Case("idc-b, idc-c are judged failed together", fleet -> fleet.dies()
                    .sees("idc-a", "idc-c", new Sight(0, 2, Sight.Link.CUT)).probe("x", false)
                    .sees("idc-d", "idc-c", new Sight(0, 2, Sight.Link.CUT))),
            new Case("idc-a decides it", fleet -> {
                fleet.own = "idc-c";
                fleet.dies();
            }), //
            new Case("", fleet -> {
                fleet.own = "idc-c";
                fleet.dies().silence("idc-a");
            }), //
            new Case("somebody would have to approve it", fleet -> fleet.dies().group(1, Fleet.limits(50, false))),
            new Case("moves are frozen", fleet -> fleet.dies().group(1, Fleet.limits(100, true))),
            new Case("3 of its other IDCs are known to be well (minActive is 4)",
                    fleet -> fleet.dies().group(4, Fleet.limits(100, false))),
            new Case("a shift of it stands already: by hand", fleet -> fleet.dies()
                    .with(Resource.of(Moving.CORE.resourceName(), new TrafficShiftSpec(Moving.CORE,
                            Map.of("idc-a", 100), Set.of(), "by hand", null, OnExpiry.ALARM, false, null, null)))),
            new Case("switch-over other moves it and is SHIFTING",
                    fleet -> fleet.dies().with(record("other", "idc-b", SwitchOrigin.MANUAL,
                            SwitchOverState.SHIFTING, Duration.ZERO))),
            new Case("one IDC at a time: switch-over other away from idc-d is COMPLETED",
                    fleet -> fleet.dies().with(record("other", "idc-d", SwitchOrigin.AUTOMATIC,
                            SwitchOverState.COMPLETED, Duration.ofHours(5)))),
            new Case("switch-over first has moved it at", fleet -> fleet.dies().with(record("first", "idc-b",
                    SwitchOrigin.AUTOMATIC, SwitchOverState.ROLLED_BACK, Duration.ofMinutes(50)))),
            new Case("", fleet -> fleet.dies().with(record("first", "idc-b",
                    SwitchOrigin.AUTOMATIC, SwitchOverState.ROLLED_BACK, Duration.ofMinutes(61)))));

    private static Resource record(String id, String from, SwitchOrigin origin, SwitchOverState state, Duration ago) {
        SwitchOverStatus drafted = SwitchOverStatus.drafted("idc-a", origin, "x", Moving.NOW.minus(ago));
        SwitchOverStatus status = new SwitchOverStatus(drafted.generation(), 2, state, StepPosition.FIRST, null, origin,
                "x", null, List.of(), false, List.of(), Map.of(), null, Moving.NOW.minus(ago), null, null,
                List.of(transition(Moving.NOW.minus(ago))));
        return Resource.of(id, new SwitchOverSpec(List.of(Moving.CORE), from, "idc-a", List.of(100), Duration.ZERO,
                Moving.asked(SwitchMode.UNGRACEFUL, 100).gates(), SwitchMode.UNGRACEFUL, SwitchOverSpec.NO_FENCE, false,
                SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "r", status));
    }

    private static SwitchTransition transition(Instant at) {
        return new SwitchTransition(1, at, SwitchOverState.READY, SwitchOverState.SHIFTING, StepPosition.FIRST, "start",
                "idc-a/control-1", "");
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void eachRule(Case each) {
        Fleet fleet = new Fleet("idc-a", "idc-b", "idc-c", "idc-d");
        fleet.sees("idc-d", "idc-b", new Sight(0, 0, Sight.Link.UNKNOWN));
        each.happens().accept(fleet);
        Decision decision = fleet.looks(40);
        if (each.stays().isEmpty()) {
            assertThat(decision).isInstanceOf(Decision.Act.class);
        } else {
            assertThat(decision).isInstanceOfSatisfying(Decision.Stay.class,
                    stay -> assertThat(stay.reason()).startsWith(each.stays()));
        }
    }

    @Test
    void whatIsDoneIsAnUngracefulMoveToTheFirstThatIsWell() {
        Fleet fleet = new Fleet("idc-c", "idc-b", "idc-a").dies();
        assertThat(fleet.looks(40)).isInstanceOfSatisfying(Decision.Act.class, act -> {
            assertThat(act.spec().from()).isEqualTo("idc-b");
            assertThat(act.spec().to()).isEqualTo("idc-c");
            assertThat(act.spec().mode()).isEqualTo(SwitchMode.UNGRACEFUL);
            assertThat(act.spec().onExpiry()).isEqualTo(OnExpiry.ALARM);
            assertThat(act.spec().reason()).isEqualTo("automatic: idc-b is lost by 6 of 6 vantage points: idc-a"
                    + " (2 gateways or probes, no word), idc-c (2 gateways or probes, no word)");
        });
    }

    @Test
    void itGoesHomeByItselfOnlyWhenThePolicySaysSo() {
        Fleet fleet = new Fleet("idc-a", "idc-b", "idc-c").group(1, new DrGroupLimits(false, null, List.of(), 100,
                new AutomaticPolicy(Duration.ofSeconds(10), List.of(50, 100), Duration.ZERO, Duration.ofHours(1))));
        assertThat(fleet.dies().looks(12)).isInstanceOfSatisfying(Decision.Act.class, act -> {
            assertThat(act.spec().onExpiry()).isEqualTo(OnExpiry.CLEAR);
            assertThat(act.spec().expires()).isEqualTo(Duration.ofHours(1));
            assertThat(act.spec().steps()).containsExactly(50, 100);
        });
    }

    @Test
    void nothingIsDoneBeforeTheHoldDownIsOver() {
        Fleet fleet = new Fleet("idc-a", "idc-b", "idc-c").dies();
        assertThat(fleet.looks(30)).isEqualTo(
                new Decision.Stay("idc-b is not judged failed for 30s yet"));
        assertThat(fleet.look()).isInstanceOf(Decision.Act.class);
    }

    @Test
    void whoeverDidNotLookForAWhileBeginsAgain() {
        Fleet fleet = new Fleet("idc-a", "idc-b", "idc-c").dies();
        assertThat(fleet.looks(5)).isInstanceOf(Decision.Stay.class);
        assertThat(fleet.look(Duration.ofMinutes(1))).isInstanceOf(Decision.Stay.class);
        assertThat(fleet.looks(30)).isInstanceOf(Decision.Act.class);
    }

    @Test
    void twoIdcsAloneRefuseToArmAndOneProbeElsewhereIsEnough() {
        Fleet two = new Fleet("idc-a", "idc-b");
        assertThat(Automatic.hindrances(two.outlook(), two.policy())).containsExactly(
                "idc-b is seen by gateways or probes of 1 failure domains (idc-a) other than itself (2 are needed)");
        assertThat(two.dies().looks(60)).isInstanceOf(Decision.Stay.class);
        Fleet probed = new Fleet("idc-a", "idc-b").probe("far-away", true);
        assertThat(Automatic.hindrances(probed.outlook(), probed.policy())).isEmpty();
        assertThat(probed.dies().probe("far-away", false).looks(40)).isInstanceOf(Decision.Act.class);
    }

    @Test
    void theJudgedIdcHasNoVoice() {
        Fleet fleet = new Fleet("idc-a", "idc-b").probe("idc-b", false);
        assertThat(Automatic.hindrances(fleet.outlook(), fleet.policy())).hasSize(1);
        assertThat(fleet.dies().looks(40)).isInstanceOf(Decision.Stay.class);
    }

    @Test
    void noSequenceOfLostLinksActs() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L);
            Fleet fleet = new Fleet("idc-a", "idc-b", "idc-c", "idc-d");
            boolean blind = seed % 2 == 0; // no gateway reports: only links speak
            for (String from : blind ? List.of("idc-a", "idc-c", "idc-d") : List.<String>of()) {
                fleet.sees(from, "idc-b", new Sight(0, 0, Sight.Link.HEARD));
            }
            for (int second = 0; second < 300; second++) {
                if (random.nextInt(blind ? 30 : 10) == 0) {
                    Sight.Link link = LINKS.get(random.nextInt(3));
                    fleet.link(List.of("idc-a", "idc-c", "idc-d").get(random.nextInt(3)), "idc-b", link);
                    fleet.link("idc-a", random.nextBoolean() ? "idc-c" : "idc-d", link);
                }
                assertThat(fleet.look()).as("seed %d, second %d", seed, second).isInstanceOf(Decision.Stay.class);
            }
        }
    }

    @Test
    void whatFlapsActsOnceAtMost() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L);
            Fleet fleet = new Fleet("idc-a", "idc-b", "idc-c");
            List<Decision> acts = new ArrayList<>();
            int period = 10 + random.nextInt(50);
            for (int second = 0; second < 1800; second++) {
                if (second % period == 0) {
                    var _ = second / period % 2 == 0 ? fleet.dies() : fleet.returns();
                }
                Decision decision = fleet.look();
                if (decision instanceof Decision.Act) {
                    acts.add(decision);
                    // An operator takes it back at once, each time.
                    fleet.with(record("auto", "idc-b", SwitchOrigin.AUTOMATIC, SwitchOverState.ROLLED_BACK,
                            Duration.between(fleet.now(), Moving.NOW)));
                }
            }
            assertThat(acts).as("period of %d s", period).hasSizeLessThanOrEqualTo(1);
            assertThat(period > 30 ? acts.size() : 1).isEqualTo(1);
        }
    }

    @Test
    void aFlapOfTenSecondsNeverActs() {
        Fleet fleet = new Fleet("idc-a", "idc-b", "idc-c");
        for (int i = 0; i < 60; i++) {
            assertThat(fleet.dies().looks(10)).isInstanceOf(Decision.Stay.class);
            assertThat(fleet.returns().looks(10)).isInstanceOf(Decision.Stay.class);
        }
    }
}
