@NullMarked
package io.spillway.control.drill;

import org.jspecify.annotations.NullMarked;
