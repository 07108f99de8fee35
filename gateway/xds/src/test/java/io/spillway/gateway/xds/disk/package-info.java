@NullMarked
package io.spillway.gateway.xds.disk;

import org.jspecify.annotations.NullMarked;
