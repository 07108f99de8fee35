@NullMarked
package io.spillway.gateway.xds.world;

import org.jspecify.annotations.NullMarked;
