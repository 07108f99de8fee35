package io.spillway.drill.run;

/** Where the pushes of one control node are known from. A node's memory ends with it, so it is asked again and again. */
interface PushSource {

    /** Returns the control node's name in the fleet. */
    String process();

    /** Asks once; returns whether everything that was sent is answered. A node that does not answer is left be. */
    boolean poll() throws InterruptedException;

    /** Returns how many pushes are known. */
    long size();
}
