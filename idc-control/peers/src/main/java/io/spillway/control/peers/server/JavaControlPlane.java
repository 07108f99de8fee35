package io.spillway.control.peers.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The process: java-control-plane's SimpleCache and discovery server behind gRPC on Netty, all with their defaults. It
 * serves what lines on stdin tell it, until stdin ends; the README of the module has the lines.
 */
public final class JavaControlPlane {
    private static final String EVERYONE = "everyone";

    private JavaControlPlane() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 0) {
            System.err.println("java-control-plane: expected no arguments, got " + arguments.length);
            System.exit(2);
        }
        PrintStream answers = System.out;
        System.setOut(System.err); // stdout is for answers: whatever a library prints goes elsewhere
        SimpleCache<String> cache = new SimpleCache<>(_ -> EVERYONE);
        HeldResources held = new HeldResources(snapshot -> cache.setSnapshot(EVERYONE, snapshot));
        Server server = serve(new V3DiscoveryServer(cache));
        answers.println("READY " + server.getPort());
        answer(new Commands(held), answers);
        server.shutdownNow();
    }

    private static Server serve(V3DiscoveryServer xds) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(xds.getAggregatedDiscoveryServiceImpl()).addService(xds.getClusterDiscoveryServiceImpl())
                .addService(xds.getEndpointDiscoveryServiceImpl()).addService(xds.getListenerDiscoveryServiceImpl())
                .addService(xds.getRouteDiscoveryServiceImpl()).addService(xds.getSecretDiscoveryServiceImpl()).build()
                .start();
    }

    private static void answer(Commands commands, PrintStream answers) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println(commands.answer(line));
        }
    }
}
