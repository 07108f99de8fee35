package io.spillway.registry;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Whether the registry can be used.
 *
 * @param connected false when it does not answer or is refused
 * @param since when {@code connected} last changed
 * @param clusterId the registry that is believed; empty before the first contact
 * @param epoch how often a replaced or restored registry was accepted, from 1; 0 before the first contact
 * @param changed set when another registry than the known one answers: it is refused until it is accepted
 * @param detail why it is not connected; empty when it is
 */
public record ConnectionState(boolean connected, Instant since, String clusterId, long epoch,
        @Nullable ClusterChanged changed, String detail) {}
