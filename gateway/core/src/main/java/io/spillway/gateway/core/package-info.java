/** Pure decisions of the data plane. */
@NullMarked
package io.spillway.gateway.core;

import org.jspecify.annotations.NullMarked;
