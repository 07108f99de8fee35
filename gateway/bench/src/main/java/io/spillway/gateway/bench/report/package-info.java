/**
 * What a bench prints: rows, ratios and the machine, as a table or as JSON of one shape for every bench. Start at
 * {@link io.spillway.gateway.bench.report.BenchReport}.
 */
@NullMarked
package io.spillway.gateway.bench.report;

import org.jspecify.annotations.NullMarked;
