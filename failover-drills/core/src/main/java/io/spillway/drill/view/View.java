package io.spillway.drill.view;

/** What an operator sees while a drill runs. Called from several threads. */
public interface View extends AutoCloseable {

    /** Something happened that stays on the screen. */
    void say(String text);

    /** A part of the drill begins. */
    void phase(String name);

    /** How users fare right now; called a few times per second. */
    void progress(Progress progress);

    /** Gives the terminal back. */
    @Override
    void close();
}
