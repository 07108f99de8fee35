/**
 * Central active health checks: this node checks its share of the IDC's workloads and tells what it holds against them.
 * Start at {@link io.spillway.control.health.HealthService}; {@link io.spillway.control.health.Judge} decides.
 */
@NullMarked
package io.spillway.control.health;

import org.jspecify.annotations.NullMarked;
