@NullMarked
package io.spillway.drill.bench.load;

import org.jspecify.annotations.NullMarked;
