@NullMarked
package io.spillway.drill.sample;

import org.jspecify.annotations.NullMarked;
