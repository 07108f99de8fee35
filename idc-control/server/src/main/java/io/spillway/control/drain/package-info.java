/**
 * The finalizer of workloads that ask to leave: who still sends them requests is asked of every client of every control
 * node, and when nobody does, one node deletes the entry. Start at {@link io.spillway.control.drain.Finalizer}; what is
 * decided is in {@link io.spillway.control.drain.DrainRules}.
 */
@NullMarked
package io.spillway.control.drain;

import org.jspecify.annotations.NullMarked;
