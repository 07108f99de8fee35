@NullMarked
package io.spillway.drill.bench.coldstart;

import org.jspecify.annotations.NullMarked;
