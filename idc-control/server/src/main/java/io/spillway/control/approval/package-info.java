/**
 * What one person alone may not do. Start at {@link io.spillway.control.approval.TwoPersonRule} and {@link io.spillway.control.approval.ShiftedShare} for what that is, and at
 * {@link io.spillway.control.approval.Approvals} for how another person says yes.
 */
@NullMarked
package io.spillway.control.approval;

import org.jspecify.annotations.NullMarked;
