/**
 * How far a step of a switch-over is, by what the IDCs say of it: whether enough data planes know it ({@link
 * io.spillway.control.switchover.judge.AckJudgement}), whether its figures are good ({@link
 * io.spillway.control.switchover.judge.GateJudgement}), whether the traffic has moved ({@link
 * io.spillway.control.switchover.judge.MoveJudgement}). Pure; who carries it out is in {@code run}.
 */
@NullMarked
package io.spillway.control.switchover.judge;

import org.jspecify.annotations.NullMarked;
