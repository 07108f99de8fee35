/**
 * One check of one workload, by HTTP, TCP or gRPC. Start at {@link io.spillway.control.health.probe.Prober}.
 */
@NullMarked
package io.spillway.control.health.probe;

import org.jspecify.annotations.NullMarked;
