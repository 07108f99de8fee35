package io.spillway.gateway.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.spillway.model.time.Ticker;

/** Ports on the loopback address. */
public final class Ports {
    private Ports() {}

    /** Returns ports that nobody has, all different. */
    public static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.add(socket.getLocalPort());
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        } finally {
            for (ServerSocket socket : held) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // it was only held
                }
            }
        }
    }

    /** Waits until somebody accepts on the port, or the process is gone, or the time is over. */
    public static void awaitOpen(int port, Spawned process, Ticker ticker, int seconds) {
        if (!await(() -> accepts(port) || !process.alive(), ticker, seconds) || !process.alive()) {
            throw process.failure("does not listen on port " + port + " after " + seconds + " s");
        }
    }

    /** Looks every 50 ms; returns whether it came true in time. */
    public static boolean await(BooleanSupplier condition, Ticker ticker, double seconds) {
        long end = ticker.nanos() + (long) (seconds * 1e9);
        while (!condition.getAsBoolean()) {
            if (ticker.nanos() - end > 0) {
                return false;
            }
            pause(50);
        }
        return true;
    }

    /** Waits so many milliseconds. */
    public static void pause(long millis) {
        try {
            boolean opened = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            assert !opened;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
