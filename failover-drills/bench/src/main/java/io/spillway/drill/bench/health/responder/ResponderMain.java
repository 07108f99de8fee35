package io.spillway.drill.bench.health.responder;

import io.spillway.gateway.bench.process.BenchFailure;

/** Answers checks in the foreground until it is ended; its arguments are those of {@link ResponderPorts#arguments}. */
public final class ResponderMain {
    private ResponderMain() {}

    /** Listens and stays. */
    public static void main(String[] arguments) {
        try {
            var _ = new Responder(ResponderPorts.parse(arguments));
        } catch (BenchFailure e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }
}
