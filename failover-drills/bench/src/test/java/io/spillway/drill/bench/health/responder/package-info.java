@NullMarked
package io.spillway.drill.bench.health.responder;

import org.jspecify.annotations.NullMarked;
