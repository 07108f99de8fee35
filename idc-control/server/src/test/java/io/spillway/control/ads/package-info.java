/** Tests of {@code io.spillway.control.ads}. */
@NullMarked
package io.spillway.control.ads;

import org.jspecify.annotations.NullMarked;
