/**
 * Who may do what on the API of a control node: roles, their scope, one table of what each address needs, and the decision.
 * Pure; knows nothing of HTTP. Start at {@link io.spillway.control.access.Rules}, the table, then
 * {@link io.spillway.control.access.Judgement}.
 */
@NullMarked
package io.spillway.control.access;

import org.jspecify.annotations.NullMarked;
