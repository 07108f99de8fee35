package io.spillway.drill.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.spillway.drill.load.UserGroup;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.plan.LoadSpec;
import org.jspecify.annotations.Nullable;

/**
 * Users whom the faults of a drill do not touch. What happens to them too is noise; how much worse the others fared is the
 * effect. When they themselves fared badly, nothing can be said.
 *
 * @param users
 *            the groups; empty for a drill without a control group
 * @param percent
 *            of their requests must succeed over the whole run
 * @param p99
 *            99 % of their requests must take no longer, null when that does not matter
 */
public record ControlGroup(Set<String> users, double percent, @Nullable Duration p99) {

    private static final double RANK = 99;

    /** Of a drill that has none. */
    public static final ControlGroup NONE = new ControlGroup(Set.of(), 0, null);

    /** Copies the set. */
    public ControlGroup {
        users = Set.copyOf(users);
    }

    /** Returns the control group of a drill's load. */
    public static ControlGroup of(LoadSpec load) {
        Set<String> names = load.users().stream().filter(UserGroup::control).map(UserGroup::name)
                .collect(Collectors.toSet());
        return new ControlGroup(names, load.control().percent(), load.control().p99());
    }

    /** Returns whether there is one. */
    public boolean exists() {
        return !users.isEmpty();
    }

    /** Returns whether a request came from it. */
    public boolean has(Request request) {
        return users.contains(request.users());
    }

    /** Returns why nothing can be said of a run, empty when something can. */
    List<String> doubts(RunRecord run) {
        List<String> doubts = new ArrayList<>();
        if (!exists() || !run.hasUsers()) {
            return doubts;
        }
        Tally tally = Tally.of(run.recording(), run.window(), this::has);
        if (tally.sent() == 0) {
            doubts.add("the control group sent nothing");
        } else if (tally.successPercent() < percent) {
            doubts.add(String.format(Locale.ROOT,
                    "the control group, which no fault touches, had %.3f %% success (expected at least %s %%)",
                    tally.successPercent(), Predicates.plain(percent)));
        }
        Duration limit = p99;
        if (limit != null && tally.latencyMs(RANK) > limit.toMillis()) {
            doubts.add(String.format(Locale.ROOT,
                    "the control group, which no fault touches, had a p99 of %.0f ms (expected at most %d ms)",
                    tally.latencyMs(RANK), limit.toMillis()));
        }
        return doubts;
    }

    /** Returns the effects over the whole run and while each event lasted; empty without a control group. */
    public List<Effect> effects(RunRecord run) {
        List<Effect> effects = new ArrayList<>();
        if (exists()) {
            Predicate<Request> control = this::has;
            effects.add(Effect.of("the whole run", run, run.window(), control));
            run.events().forEach(event -> effects
                    .add(Effect.of(event.name(), run, Around.of(run, event).during().window(), control)));
        }
        return effects;
    }
}
