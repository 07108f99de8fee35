package io.spillway.drill.sample;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of a sample service, in the foreground until it is told to end. */
public final class SampleServiceMain {

    private static final Logger LOG = LoggerFactory.getLogger(SampleServiceMain.class);

    private SampleServiceMain() {}

    /** Listens, registers and stays; exits with 2 when the arguments are wrong. */
    public static void main(String[] arguments) {
        SampleOptions options;
        try {
            options = SampleOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        SampleServer server = new SampleServer(options.service(), options.idc(), options.instance(),
                new InetSocketAddress(options.address(), options.port()));
        LOG.info("{} listening on {}", options.instance(), server.address());
        if (!options.control().isEmpty()) {
            Registration registration = new Registration(options, server.address().getPort(), new SplittableRandom());
            registration.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                registration.close();
                server.close();
            }, "shutdown"));
        }
    }
}
