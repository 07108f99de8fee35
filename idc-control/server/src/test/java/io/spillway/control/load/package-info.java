/** Tests of load reports. */
@NullMarked
package io.spillway.control.load;

import org.jspecify.annotations.NullMarked;
