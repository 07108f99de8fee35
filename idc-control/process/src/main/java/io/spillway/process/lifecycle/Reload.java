package io.spillway.process.lifecycle;

import io.spillway.model.document.Tree;

/** Something that a running process can read again. Called by one thread at a time. */
@FunctionalInterface
public interface Reload {

    /**
     * Reads again what it reads from files, and goes on with what it has when that cannot be used.
     *
     * @param file the configuration file as it stands now, or as it was in force when what stands there now is refused
     * @return what happened, for people: what was in use, what is now
     * @throws Exception when nothing could be read; what was in use stays in use
     */
    String reload(Tree file) throws Exception;

    /** The file as it stands now is refused, so that what it says will not come into force. {@link #reload} is called next. */
    default void refused() {}
}
