/** Start, addresses and end of a process. Start at {@link io.spillway.process.lifecycle.ProcessRun}. */
@NullMarked
package io.spillway.process.lifecycle;

import org.jspecify.annotations.NullMarked;
