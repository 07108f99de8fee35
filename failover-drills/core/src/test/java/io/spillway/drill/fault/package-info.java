@NullMarked
package io.spillway.drill.fault;

import org.jspecify.annotations.NullMarked;
