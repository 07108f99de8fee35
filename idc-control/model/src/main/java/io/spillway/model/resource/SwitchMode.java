package io.spillway.model.resource;

/** How careful a switch-over is. */
public enum SwitchMode {
    /** Both IDCs live: every step waits for both. */
    GRACEFUL,
    /** The IDC that is left is dead: what needs it is skipped and kept as unconfirmed. */
    UNGRACEFUL,
    /** As graceful with soaks of a tenth; never without checks, and never all gateways at once. */
    EMERGENCY
}
