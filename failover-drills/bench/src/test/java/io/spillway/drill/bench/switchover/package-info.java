@NullMarked
package io.spillway.drill.bench.switchover;

import org.jspecify.annotations.NullMarked;
