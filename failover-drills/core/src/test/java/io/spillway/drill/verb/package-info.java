@NullMarked
package io.spillway.drill.verb;

import org.jspecify.annotations.NullMarked;
