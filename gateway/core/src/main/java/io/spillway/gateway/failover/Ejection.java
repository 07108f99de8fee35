package io.spillway.gateway.failover;

import java.time.Duration;

/**
 * An endpoint that gets no requests for a while.
 *
 * @param service the service that it is ejected for, empty when for all
 * @param address its address
 * @param idc its IDC
 * @param reason {@code consecutive_5xx}, {@code consecutive_gateway_failure}, {@code consecutive_local_origin_failure},
 *        {@code success_rate}, {@code failure_percentage}, {@code failure_window}, {@code latency} or {@code path_probe}
 * @param length for how long
 * @param times how often it was ejected of late, this time included
 */
public record Ejection(String service, String address, String idc, String reason, Duration length, int times) {}
