package io.spillway.registry;

import org.jspecify.annotations.Nullable;

/** A watch that is begun, ended and begun again, never two at a time. Belongs to one thread. */
public final class OneWatch implements AutoCloseable {

    private final Registry registry;
    private final String prefix;
    private final WatchListener listener;
    private @Nullable Watch watch;

    /** Creates one that has not begun. */
    public OneWatch(Registry registry, String prefix, WatchListener listener) {
        this.registry = registry;
        this.prefix = prefix;
        this.listener = listener;
    }

    /** Returns whether it has begun and was not ended. */
    public boolean begun() {
        return watch != null;
    }

    /** Begins with what comes after a revision, if it has not begun. */
    public void beginAfter(long revision) {
        if (watch == null) {
            watch = registry.watch(prefix, revision + 1, listener);
        }
    }

    /** Ends it, if it has begun. */
    @Override
    public void close() {
        Watch open = watch;
        watch = null;
        if (open != null) {
            open.close();
        }
    }
}
