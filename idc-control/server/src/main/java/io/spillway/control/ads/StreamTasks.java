package io.spillway.control.ads;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Does what a stream has to do, one thing after the other, until it ends; what fails ends it. */
final class StreamTasks {

    private final SerialExecutor serial = new SerialExecutor(EventLoops.current());
    private final Runnable after;
    private final Consumer<RuntimeException> failed;
    private boolean ended; // owned by the executor

    /** Creates it on the loop that is to own the stream; {@code after} is done after each task, {@code failed} ends the stream. */
    StreamTasks(Runnable after, Consumer<RuntimeException> failed) {
        this.after = after;
        this.failed = failed;
    }

    /** Does something in its turn. */
    void run(Runnable task) {
        serial.execute(() -> guarded(StreamTasks::always, task));
    }

    /** Does it at once when this thread is the stream's. */
    void runHere(Runnable task) {
        serial.executeHere(() -> guarded(StreamTasks::always, task));
    }

    /** The same if it is wanted then; {@code last} is done in any case, also when the stream has ended. */
    void runHere(BooleanSupplier wanted, Runnable task, Runnable last) {
        serial.executeHere(() -> {
            try {
                guarded(wanted, task);
            } finally {
                last.run();
            }
        });
    }

    /** Does something that changes nothing, also when the stream has ended. */
    void ask(Runnable question) {
        serial.execute(question);
    }

    /** Returns the event loop that owns the stream. */
    Executor loop() {
        return serial.loop();
    }

    /** The stream has ended: nothing more is done. Called by a task. */
    void end() {
        ended = true;
    }

    private static boolean always() {
        return true;
    }

    private void guarded(BooleanSupplier wanted, Runnable task) {
        if (ended) {
            return;
        }
        try {
            if (wanted.getAsBoolean()) {
                task.run();
                if (!ended) {
                    after.run();
                }
            }
        } catch (RuntimeException bug) {
            if (!ended) {
                failed.accept(bug);
            }
            throw bug;
        }
    }
}
