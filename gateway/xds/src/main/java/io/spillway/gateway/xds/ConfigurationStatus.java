package io.spillway.gateway.xds;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How fresh the configuration is.
 *
 * @param serving
 *            whether there is a snapshot to decide requests on
 * @param connected
 *            whether a stream to a control plane is open
 * @param control
 *            the address of that control plane, null without one
 * @param age
 *            how long ago a control plane last stood behind what is served: zero while connected, null while nothing is
 *            served
 */
public record ConfigurationStatus(boolean serving, boolean connected, @Nullable String control,
        @Nullable Duration age) {}
