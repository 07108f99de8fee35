package io.spillway.model.switchover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.Unconfirmed;
import org.junit.jupiter.api.Test;

import static io.spillway.model.switchover.SwitchOvers.CORE;
import static io.spillway.model.switchover.SwitchOvers.NODE;
import static io.spillway.model.switchover.SwitchOvers.NOW;
import static io.spillway.model.switchover.SwitchOvers.status;
import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of switch-overs to which anything happens in any order. */
class MachineWalkTest {

    private static final int WALKS = 4_000;
    private static final int EVENTS = 120;

    @Test
    void nothingHappensThatTheTableDoesNotSayAndAllThatItSaysCanHappen() {
        Set<String> seen = new TreeSet<>();
        for (int seed = 0; seed < WALKS; seed++) {
            walk(seed, seen);
        }
        Set<String> said = new TreeSet<>();
        Transitions.all().forEach(row -> row.to().forEach(to -> said.add(row.from() + " " + row.event() + " " + to)));
        Set<String> never = new TreeSet<>(said);
        never.removeAll(seen);
        seen.removeAll(said);
        assertThat(seen).as("happened, but is not in the table").isEmpty();
        assertThat(never).as("in the table, but never happened").isEmpty();
    }

    private static void walk(int seed, Set<String> seen) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        SwitchOvers made = SwitchOvers.one().steps(random.nextBoolean() ? new Integer[]{100} : new Integer[]{10, 100})
                .mode(one(random, SwitchMode.values())).begunBy(one(random, SwitchOrigin.values()))
                .approvals(random.nextInt(3));
        if (random.nextBoolean()) {
            made.fenced();
        }
        if (random.nextBoolean()) {
            made.rollsBackOnFailure();
        }
        if (random.nextBoolean()) {
            made.goesHomeOnExpiry();
        }
        // What comes last is seldom reached by chance.
        SwitchOverSpec at = switch (seed % 4) {
            case 0 -> SwitchOvers.after(verifying(made.fenced()), new SwitchOverEvent.Verified(""));
            case 1 -> verifying(made);
            default -> made.draft();
        };
        Instant now = NOW;
        for (int i = 0; i < EVENTS && !status(at).state().over(); i++) {
            now = now.plus(Duration.ofSeconds(random.nextInt(20)));
            SwitchOverStatus before = status(at);
            SwitchOverEvent event = event(random, made, at, now);
            if (Machine.apply(at, event, now, NODE) instanceof MachineResult.Moved(SwitchOverSpec next)) {
                seen.add(before.state() + " " + event.kind() + " " + status(next).state());
                assertSound(seed, before, event, status(next));
                at = next;
            }
        }
    }

    private static SwitchOverSpec verifying(SwitchOvers made) {
        SwitchOverSpec begun = made.approvals(0).steps(100).started();
        SwitchOverSpec shifting = status(begun).fenced()
                ? SwitchOvers.after(begun, new SwitchOverEvent.Fenced(""))
                : begun;
        Unconfirmed late = new Unconfirmed("acknowledged", "idc-a", "silent", null);
        return SwitchOvers.after(shifting, SwitchOvers.pushed(1), SwitchOvers.known(), SwitchOvers.pushed(2),
                new SwitchOverEvent.Acked(List.of(late), ""), new SwitchOverEvent.Observed(),
                new SwitchOverEvent.GatePassed(""));
    }

    private static void assertSound(int seed, SwitchOverStatus before, SwitchOverEvent event, SwitchOverStatus after) {
        assertThat(after.after(before)).as("walk %s: newer than what it was made from", seed).isTrue();
        assertThat(before.state().over()).as("walk %s: what is over stays so", seed).isFalse();
        assertThat(after.pause() != null).as("walk %s: paused with a reason", seed)
                .isEqualTo(after.state() == SwitchOverState.PAUSED);
        if (after.state().moving()) {
            assertThat(after.plan()).as("walk %s: %s moves nothing without a plan", seed, event).isNotNull();
        }
        boolean done = after.state() == SwitchOverState.COMPLETED && before.state() == SwitchOverState.SOAKING;
        if (done || after.state() == SwitchOverState.ROLLED_BACK) {
            assertThat(after.fenced()).as("walk %s: no fence is left behind", seed).isFalse();
        }
    }

    /** Anything, more often something that leads on, so that walks get far. */
    private static SwitchOverEvent event(Random random, SwitchOvers made, SwitchOverSpec at, Instant now) {
        List<SwitchOverEvent> any = events(random, made, now);
        SwitchOverEvent event = any.get(random.nextInt(any.size()));
        for (int i = 0; i < 12 && !(Machine.apply(at, event, now, NODE) instanceof MachineResult.Moved); i++) {
            event = any.get(random.nextInt(any.size()));
        }
        return event;
    }

    private static List<SwitchOverEvent> events(Random random, SwitchOvers made, Instant now) {
        String by = List.of("ann", "bob", "eve").get(random.nextInt(3));
        List<Unconfirmed> late = random.nextInt(4) == 0
                ? List.of(new Unconfirmed("acknowledged", "idc-a", "silent", null))
                : List.of();
        List<SwitchOverEvent> any = new ArrayList<>(List.of(new SwitchOverEvent.Check(by),
                new SwitchOverEvent.ChecksFailed(List.of()), new SwitchOverEvent.Approve(by, "hash-1"),
                new SwitchOverEvent.Start(by), new SwitchOverEvent.FenceUnconfirmed("no answer"),
                new SwitchOverEvent.Verified(""), new SwitchOverEvent.Unfenced(""), new SwitchOverEvent.Soaked()));
        if (random.nextInt(8) == 0) {
            any.addAll(List.of(new SwitchOverEvent.PlanInvalid("moved"), new SwitchOverEvent.Abort(by, "no"),
                    new SwitchOverEvent.ForceEnd(by, "mine"),
                    new SwitchOverEvent.Rollback(by, "back", random.nextBoolean()),
                    new SwitchOverEvent.RollbackFailed("dead"), new SwitchOverEvent.Replaced("by bob"),
                    new SwitchOverEvent.StepFailed(PauseCause.GUARD, "weak"),
                    new SwitchOverEvent.Expire(random.nextBoolean(), ""),
                    new SwitchOverEvent.Preempted("other", one(random, SwitchOrigin.values())),
                    new SwitchOverEvent.Pause(by, "wait"), new SwitchOverEvent.Extend(by, now.plusSeconds(60)),
                    new SwitchOverEvent.TakeOver(by, "gone", random.nextBoolean() ? "idc-a" : "idc-b"),
                    new SwitchOverEvent.Confirmed("acknowledged", "idc-a"),
                    new SwitchOverEvent.Confirmed(Machine.FENCE, "idc-a")));
        }
        any.add(new SwitchOverEvent.ChecksPassed(made.plan()));
        any.add(new SwitchOverEvent.Fenced(""));
        any.add(new SwitchOverEvent.Pushed(Map.of(CORE.path(), new Generation(1 + random.nextInt(9), "idc-b")), null));
        any.add(new SwitchOverEvent.Acked(late, ""));
        any.add(new SwitchOverEvent.Observed());
        any.add(new SwitchOverEvent.GatePassed(""));
        any.add(new SwitchOverEvent.Resume(by, "go", random.nextBoolean()));
        return any;
    }

    private static <T> T one(Random random, T[] any) {
        return any[random.nextInt(any.length)];
    }
}
