@NullMarked
package io.spillway.drill.bench.growth;

import org.jspecify.annotations.NullMarked;
