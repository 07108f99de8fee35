package io.spillway.drill.bench.coldstart;

import java.time.Duration;

import io.spillway.drill.bench.index.Size;

/**
 * What is measured.
 *
 * @param size of the IDC
 * @param few workloads of the same services that stand there before, which its heap is compared with; fewer than of the size
 * @param clients gateways that connect afterwards; 0 for none
 * @param subscribed services that each of them subscribes
 * @param ramp from the first of them to the last
 * @param heapMib the largest heap of the control node
 * @param patience how long the start, and how long connecting, may take
 */
record ColdStartPlan(Size size, int few, int clients, int subscribed, Duration ramp, int heapMib,
        Duration patience) {}
