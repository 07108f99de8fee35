/** Tests of the process. */
@NullMarked
package io.spillway.control;

import org.jspecify.annotations.NullMarked;
