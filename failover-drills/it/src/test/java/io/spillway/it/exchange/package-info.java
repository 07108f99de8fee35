/** What IDCs tell each other, with their real control nodes and registry-syncs in one process. */
@NullMarked
package io.spillway.it.exchange;

import org.jspecify.annotations.NullMarked;
