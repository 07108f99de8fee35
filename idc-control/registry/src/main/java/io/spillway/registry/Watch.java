package io.spillway.registry;

/** An open watch. */
public interface Watch extends AutoCloseable {

    /** Ends the watch; a call to the listener that is under way may still finish, no other begins. */
    @Override
    void close();
}
