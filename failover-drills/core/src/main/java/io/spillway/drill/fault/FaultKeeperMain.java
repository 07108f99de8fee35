package io.spillway.drill.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.spillway.model.time.Ticker;

/**
 * The fault keeper, a process beside a drill: it is told of each fault on its standard input before the fault is made, and
 * ends it when its time to live is over, when it is told to, and when its input ends because the drill is gone, however it
 * went. It then ends itself.
 */
public final class FaultKeeperMain {

    private FaultKeeperMain() {}

    /** Takes the file of its journal; exits with 1 when a fault could not be ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(lines), "input");
        reader.setDaemon(true);
        reader.start();
        KeeperLoop loop = new KeeperLoop(Journal.at(Path.of(arguments[0])), Ticker.system(),
                new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.exit(loop.run(lines) ? 0 : 1);
    }

    private static void read(BlockingQueue<String> lines) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // The drill is gone.
        }
        lines.add(KeeperLoop.END);
    }
}
