package io.spillway.drill.bench.instance;

import java.net.InetSocketAddress;

/** One instance of the service, in the foreground until it is ended: {@code NAME ADDRESS PORT}. */
public final class InstanceMain {
    private InstanceMain() {}

    /** Listens and stays. */
    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("expected NAME ADDRESS PORT");
            System.exit(2);
        }
        var _ = new Instance(arguments[0], new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2])));
    }
}
