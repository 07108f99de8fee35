package io.spillway.gateway.failover;

/** What the loop guard says about a request. */
public sealed interface LoopCheck {
    /**
     * It was not here before.
     *
     * @param header the {@code CDN-Loop} value to send on, with this IDC's token at its end
     */
    record Pass(String header) implements LoopCheck {}

    /**
     * It was here before: answer 508.
     *
     * @param token the token that repeats
     */
    record Repeat(String token) implements LoopCheck {}

    /**
     * The header cannot be read, so a repeat could hide in it: answer 400.
     *
     * @param reason what is wrong
     */
    record Malformed(String reason) implements LoopCheck {}
}
