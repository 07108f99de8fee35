package io.spillway.model.resource;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An orchestrated shift of traffic from one IDC to another.
 *
 * @param scopes what moves: one IDC, or DrGroups, or Services; not mixed, at least one
 * @param from the IDC that is left
 * @param to the IDC that receives
 * @param steps percent of what {@code from} gets now, rising, at most 100
 * @param soak how long traffic is watched in each step, and at the end
 * @param fence name of the fence provider that keeps a stateful service from being written in two IDCs; "none" for none
 * @param exclude whether {@code from} shall not even be failed over to after the last step
 * @param expires after what time, from its start, its end is asked for
 * @param onExpiry what happens then
 * @param reason what people are told
 * @param status what the state machine makes of it; null until it has seen it, and in what users write
 */
public record SwitchOverSpec(List<ShiftScope> scopes, String from, String to, List<Integer> steps, Duration soak,
        Gates gates, SwitchMode mode, String fence, boolean exclude, Duration expires, OnExpiry onExpiry, String reason,
        @Nullable SwitchOverStatus status) implements Spec {

    /** The fence provider that does nothing. */
    public static final String NO_FENCE = "none";
    /** After what time an end is asked for, unless the plan says otherwise. */
    public static final Duration EXPIRES = Duration.ofDays(3);
    /** Steps of a plan that names none. */
    public static final List<Integer> STEPS = List.of(10, 50, 100);
    /** How long each is watched. */
    public static final Duration SOAK = Duration.ofMinutes(1);

    public SwitchOverSpec {
        scopes = List.copyOf(scopes);
        steps = List.copyOf(steps);
    }

    /** Returns the same as the state machine has it. */
    public SwitchOverSpec with(SwitchOverStatus other) {
        return new SwitchOverSpec(scopes, from, to, steps, soak, gates, mode, fence, exclude, expires, onExpiry, reason,
                other);
    }

    /** Returns what users wrote of it. */
    public SwitchOverSpec asked() {
        return new SwitchOverSpec(scopes, from, to, steps, soak, gates, mode, fence, exclude, expires, onExpiry, reason,
                null);
    }

    /** Returns whether a stateful service has to be fenced. */
    public boolean fenced() {
        return !fence.equals(NO_FENCE);
    }

    /** Returns how long a step is watched in this mode. */
    public Duration watch() {
        return mode == SwitchMode.EMERGENCY ? soak.dividedBy(10) : soak;
    }

    @Override
    public Kind kind() {
        return Kind.SWITCH_OVER;
    }
}
