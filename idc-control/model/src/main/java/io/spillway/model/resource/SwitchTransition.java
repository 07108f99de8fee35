package io.spillway.model.resource;

import java.time.Instant;

/**
 * One transition of a switch-over.
 *
 * @param sequence which one, from 1
 * @param event what led to it
 * @param node who made it, as in "idc-a/control-1"
 * @param detail for people; empty for nothing to say
 */
public record SwitchTransition(long sequence, Instant at, SwitchOverState from, SwitchOverState to,
        StepPosition position,
        String event, String node, String detail) {}
