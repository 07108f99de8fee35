/** Imports what other IDCs declare. */
@NullMarked
package io.spillway.sync;

import org.jspecify.annotations.NullMarked;
