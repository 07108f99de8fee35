@NullMarked
package io.spillway.drill.bench.measure;

import org.jspecify.annotations.NullMarked;
