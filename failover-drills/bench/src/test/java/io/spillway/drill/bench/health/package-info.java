@NullMarked
package io.spillway.drill.bench.health;

import org.jspecify.annotations.NullMarked;
