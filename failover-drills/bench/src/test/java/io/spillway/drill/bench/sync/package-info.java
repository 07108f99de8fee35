@NullMarked
package io.spillway.drill.bench.sync;

import org.jspecify.annotations.NullMarked;
