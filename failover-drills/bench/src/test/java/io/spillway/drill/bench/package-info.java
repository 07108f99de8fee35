@NullMarked
package io.spillway.drill.bench;

import org.jspecify.annotations.NullMarked;
