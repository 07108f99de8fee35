package io.spillway.gateway.overload;

/**
 * How much of each thing is in use: 0 for nothing, 1 for as much as there may be, more when it is over.
 *
 * @param directMemory of the memory for buffers
 * @param heap of the heap, after the last collection
 * @param eventLoop the lag of the slowest event loop, of the lag that is too much
 * @param connections of the clients' connections that are allowed
 */
public record Pressure(double directMemory, double heap, double eventLoop, double connections) {
    /** Nothing in use. */
    public static final Pressure NONE = new Pressure(0, 0, 0, 0);

    /** Returns the pressure of one signal. */
    public double of(Signal signal) {
        return switch (signal) {
            case DIRECT_MEMORY -> directMemory;
            case HEAP -> heap;
            case EVENT_LOOP -> eventLoop;
            case CONNECTIONS -> connections;
        };
    }
}
