package io.spillway.drill.mock.script;

import io.spillway.drill.mock.script.Program.Instruction;
import org.jspecify.annotations.Nullable;

/** Where a client is in its program. Belongs to the client's thread. */
public final class Cursor {

    private static final int[] NO_LOOPS = {};

    private final Program program;
    private final int[] rounds;
    private int place;

    Cursor(Program program) {
        this.program = program;
        this.rounds = program.loops() == 0 ? NO_LOOPS : new int[program.loops()];
    }

    /** Returns the next step and goes on, or null at the end. A {@link Step.Repeat} is never returned. */
    public @Nullable Step next() {
        while (place < program.length()) {
            switch (program.at(place)) {
                case Instruction.Do(Step step) -> {
                    place++;
                    return step;
                }
                case Instruction.Back(int loop, int times, int begin) -> {
                    rounds[loop]++;
                    if (rounds[loop] < times && begin < place) {
                        place = begin;
                    } else {
                        rounds[loop] = 0;
                        place++;
                    }
                }
            }
        }
        return null;
    }
}
