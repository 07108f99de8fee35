/** Tests of load reports. */
@NullMarked
package io.spillway.gateway.xds.load;

import org.jspecify.annotations.NullMarked;
