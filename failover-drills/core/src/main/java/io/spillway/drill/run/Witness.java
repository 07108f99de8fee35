package io.spillway.drill.run;

/** Asks one process of the fleet for what it counts. Its memory ends with it, so it is asked again and again, and before it is killed. */
interface Witness {

    /** Returns the process's name in the fleet. */
    String process();

    /** Asks once; returns whether nothing is outstanding. A process that does not answer is left be. */
    boolean poll() throws InterruptedException;
}
