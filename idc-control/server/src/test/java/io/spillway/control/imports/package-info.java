/** Tests of {@code io.spillway.control.imports}. */
@NullMarked
package io.spillway.control.imports;

import org.jspecify.annotations.NullMarked;
