/**
 * Plain Spring Cloud Gateway with one route, a peer of {@code spillway bench gateway}; a process of its own. Start at
 * {@link io.spillway.gateway.bench.spring.Main}.
 */
@NullMarked
package io.spillway.gateway.bench.spring;

import org.jspecify.annotations.NullMarked;
