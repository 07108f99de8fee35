@NullMarked
package io.spillway.gateway.xds.stream;

import org.jspecify.annotations.NullMarked;
