package io.spillway.drill.mock.script;

import java.util.ArrayList;
import java.util.List;

/** Steps with their repetitions laid out for a cursor: shared by all clients of a group. Immutable. */
public final class Program {

    private final List<Instruction> instructions;
    private final int loops;

    private Program(List<Instruction> instructions, int loops) {
        this.instructions = instructions;
        this.loops = loops;
    }

    /** Returns the program of some steps. */
    public static Program of(List<Step> steps) {
        List<Instruction> instructions = new ArrayList<>();
        int loops = lay(steps, instructions, 0);
        return new Program(List.copyOf(instructions), loops);
    }

    /** Returns a cursor at the begin. */
    public Cursor cursor() {
        return new Cursor(this);
    }

    Instruction at(int place) {
        return instructions.get(place);
    }

    int length() {
        return instructions.size();
    }

    int loops() {
        return loops;
    }

    private static int lay(List<Step> steps, List<Instruction> instructions, int loopsBefore) {
        int loops = loopsBefore;
        for (Step step : steps) {
            if (step instanceof Step.Repeat(int times, List<Step> repeated)) {
                int loop = loops;
                int begin = instructions.size();
                loops = lay(repeated, instructions, loops + 1);
                instructions.add(new Instruction.Back(loop, times, begin));
            } else {
                instructions.add(new Instruction.Do(step));
            }
        }
        return loops;
    }

    /** A place in a program. */
    sealed interface Instruction {

        /** A step, which is no repetition. */
        record Do(Step step) implements Instruction {}

        /** Goes back to where a repetition began, as often as it is to be done less one. */
        record Back(int loop, int times, int begin) implements Instruction {}
    }
}
