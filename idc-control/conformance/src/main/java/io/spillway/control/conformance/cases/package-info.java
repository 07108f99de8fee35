/**
 * The cases, by theme. Start at {@link io.spillway.control.conformance.cases.Suite}. Where the specification leaves
 * freedom, a case accepts whatever it allows: several responses or one, at once or after the Ack, more resources than asked.
 * What a case is not about it asks for in the way that old servers know, too: everything by naming nothing.
 */
@NullMarked
package io.spillway.control.conformance.cases;

import org.jspecify.annotations.NullMarked;
