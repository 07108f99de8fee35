package io.spillway.sync.peer;

import java.security.cert.X509Certificate;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One connection as it stands.
 *
 * @param since when {@code connected} last changed
 * @param lastHeard when the other side last gave a sign of life; null if never
 * @param address where it is connected to, or tries next
 * @param lastError why it was last lost; empty if never
 * @param certificate what the other side showed on this connection; null in the clear, and while it is not connected
 */
public record LinkView(boolean connected, Instant since, @Nullable Instant lastHeard, String address,
        String lastError, @Nullable X509Certificate certificate) {}
