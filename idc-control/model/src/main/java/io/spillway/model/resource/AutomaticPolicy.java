package io.spillway.model.resource;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a DrGroup's traffic leaves an IDC that failed, without an operator.
 *
 * @param holdDown for how long without a break the IDC must be judged failed, {@link #SHORTEST_HOLD_DOWN} to {@link
 *        #LONGEST_HOLD_DOWN}
 * @param steps percent of what the IDC gets, rising, at most 100
 * @param soak how long traffic is watched in each step, and at the end
 * @param returnAfter after what time traffic goes home, if the IDC can have it then; null when only an operator brings it home
 */
public record AutomaticPolicy(Duration holdDown, List<Integer> steps, Duration soak, @Nullable Duration returnAfter) {

    /** A shorter one would take every restart of a switch for the loss of an IDC. */
    public static final Duration SHORTEST_HOLD_DOWN = Duration.ofSeconds(10);
    /** Whoever waits for longer than that has operators. */
    public static final Duration LONGEST_HOLD_DOWN = Duration.ofHours(1);
    /** Traffic does not go home sooner: who came back is watched first. */
    public static final Duration SHORTEST_RETURN = Duration.ofMinutes(5);

    /** What holds where a policy says nothing. */
    public static final AutomaticPolicy DEFAULT = new AutomaticPolicy(Duration.ofSeconds(30), List.of(100),
            Duration.ofSeconds(10), null);

    public AutomaticPolicy {
        steps = List.copyOf(steps);
    }
}
