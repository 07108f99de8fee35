/**
 * What changed and by whom: {@link io.spillway.control.history.RevisionHistory} remembers the newest changes of the state, and
 * makes text of them for those who ask.
 */
@NullMarked
package io.spillway.control.history;

import org.jspecify.annotations.NullMarked;
