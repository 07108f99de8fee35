@NullMarked
package io.spillway.drill.bench.run;

import org.jspecify.annotations.NullMarked;
