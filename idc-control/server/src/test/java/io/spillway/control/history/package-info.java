/** Tests of the history of changes. */
@NullMarked
package io.spillway.control.history;

import org.jspecify.annotations.NullMarked;
