package io.spillway.control.health.probe;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Makes something when it is first asked for, once. Safe for use by any thread; others wait meanwhile. */
final class Once<T> implements Supplier<T> {

    private final FutureTask<T> made;

    Once(Supplier<T> maker) {
        this.made = new FutureTask<>(maker::get);
    }

    @Override
    public T get() {
        made.run();
        try {
            return made.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
