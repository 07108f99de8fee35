/** What a bench prints. */
@NullMarked
package io.spillway.drill.bench.verb;

import org.jspecify.annotations.NullMarked;
