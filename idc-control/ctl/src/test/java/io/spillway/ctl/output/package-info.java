/** Tests of what people read. */
@NullMarked
package io.spillway.ctl.output;

import org.jspecify.annotations.NullMarked;
