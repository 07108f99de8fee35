package io.spillway.drill.verb;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** The system's {@code execvp}, which Java has not. */
final class Exec {

    private Exec() {}

    /**
     * Lets this process become another program: same process id, same terminal, and nobody has to look after two. Whatever runs in
     * this one is gone without a word, so it is for the very beginning.
     *
     * @throws IOException
     *             when there is no such program; else it does not return
     */
    @SuppressWarnings("restricted")
    static void become(List<String> command) throws IOException {
        Linker linker = Linker.nativeLinker();
        MethodHandle execvp = linker.downcallHandle(linker.defaultLookup().findOrThrow("execvp"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            // One more than there are words: a null ends them.
            MemorySegment words = arena.allocate(ValueLayout.ADDRESS, command.size() + 1L);
            for (int i = 0; i < command.size(); i++) {
                words.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(command.get(i)));
            }
            int _ = (int) execvp.invokeExact(words.getAtIndex(ValueLayout.ADDRESS, 0), words);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(command.getFirst() + " cannot be run", e);
        }
        throw new IOException(command.getFirst() + " cannot be run (expected: a program in PATH)");
    }
}
