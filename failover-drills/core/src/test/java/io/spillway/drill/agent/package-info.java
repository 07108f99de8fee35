@NullMarked
package io.spillway.drill.agent;

import org.jspecify.annotations.NullMarked;
