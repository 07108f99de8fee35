package io.spillway.model.resource;

/**
 * How far a switch-over is with its steps.
 *
 * @param step which one, from 0; of a switch-over that rolls back always 0
 */
public record StepPosition(int step, StepSide side, StepPhase phase) implements Comparable<StepPosition> {

    /** Before anything of the first step. */
    public static final StepPosition FIRST = new StepPosition(0, StepSide.RECEIVER, StepPhase.PUSH);

    /** Returns the beginning of the step after this. */
    public StepPosition nextStep() {
        return new StepPosition(step + 1, StepSide.RECEIVER, StepPhase.PUSH);
    }

    /** Returns the same step and side in another phase. */
    public StepPosition in(StepPhase other) {
        return new StepPosition(step, side, other);
    }

    /** Returns the push to everybody of the same step. */
    public StepPosition toEverybody() {
        return new StepPosition(step, StepSide.EVERYBODY, StepPhase.PUSH);
    }

    /** What comes later is greater. */
    @Override
    public int compareTo(StepPosition other) {
        int bySteps = Integer.compare(step, other.step);
        int bySides = side.compareTo(other.side);
        return bySteps != 0 ? bySteps : bySides != 0 ? bySides : phase.compareTo(other.phase);
    }

    @Override
    public String toString() {
        return "step " + (step + 1) + " " + side + " " + phase;
    }
}
