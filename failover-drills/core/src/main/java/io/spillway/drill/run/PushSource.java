package io.spillway.drill.run;

/** Where the pushes of one control node are known from. Nothing is outstanding when everything that was sent is answered. */
interface PushSource extends Witness {

    /** Returns how many pushes are known. */
    long size();
}
