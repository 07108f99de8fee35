package io.spillway.sync.peer;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One connection as it stands.
 *
 * @param since when {@code connected} last changed
 * @param lastHeard when the other side last gave a sign of life; null if never
 * @param address where it is connected to, or tries next
 * @param lastError why it was last lost; empty if never
 */
public record LinkView(boolean connected, Instant since, @Nullable Instant lastHeard, String address,
        String lastError) {}
