/**
 * Moves a DrGroup's traffic away from an IDC that failed, where its policy says so. {@link
 * io.spillway.control.switchover.auto.Words} are what failure domains say of each other, {@link
 * io.spillway.control.switchover.auto.Quorum} judges by them, {@link io.spillway.control.switchover.auto.Automatic} decides:
 * all pure. {@link io.spillway.control.switchover.auto.AutomaticShift} looks each second and acts. See
 * idc-control/docs/automatic.md.
 */
@NullMarked
package io.spillway.control.switchover.auto;

import org.jspecify.annotations.NullMarked;
