@NullMarked
package io.spillway.drill.bench.push;

import org.jspecify.annotations.NullMarked;
