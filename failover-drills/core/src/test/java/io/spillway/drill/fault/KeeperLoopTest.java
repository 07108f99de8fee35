package io.spillway.drill.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The drill is gone, or the time is over: what is left of its faults is ended. */
class KeeperLoopTest {

    @TempDir
    private Path folder = Path.of("");
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger refusals = new AtomicInteger();
    private final HttpServer server;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    KeeperLoopTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 404, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void endsWhatIsLeftWhenTheDrillIsGone() throws Exception {
        lines.add(new Kept("slow", Duration.ofHours(1), List.of(call("/slow"))).line());
        lines.add(KeeperLoop.END);

        assertThat(loop().run(lines)).isTrue();
        assertThat(asked).containsExactly("DELETE /slow");
        assertThat(said()).contains("ok slow", "gone slow drill-gone");
        assertThat(journal()).as("nothing is left").doesNotExist();
    }

    @Test
    void endsAFaultAtItsTimeAlthoughTheDrillGoesOn() throws Exception {
        lines.add(new Kept("short", Duration.ofMillis(1), List.of(call("/short"))).line());
        lines.add(new Kept("long", Duration.ofHours(1), List.of(call("/long"))).line());
        lines.add("end long");
        lines.add(KeeperLoop.END);

        assertThat(loop().run(lines)).isTrue();
        assertThat(asked).containsExactlyInAnyOrder("DELETE /short", "DELETE /long");
        assertThat(said()).contains("gone short", "gone long told");
    }

    @Test
    void triesAgainWhatCannotBeEndedYet() throws Exception {
        refusals.set(2);
        lines.add(new Kept("stubborn", Duration.ofHours(1), List.of(call("/stubborn"))).line());
        lines.add(KeeperLoop.END);

        assertThat(loop().run(lines)).isTrue();
        assertThat(asked).hasSize(3);
    }

    @Test
    void takesAFaultForGoneWithTheProcessThatItWasIn() throws Exception {
        server.stop(0);
        lines.add(new Kept("inside", Duration.ofHours(1), List.of(call("/inside"))).line());
        lines.add(KeeperLoop.END);

        assertThat(loop().run(lines)).isTrue();
    }

    @Test
    void leavesInItsJournalWhatItWasToldBeforeItDies() throws Exception {
        Journal journal = Journal.at(journal());
        Kept kept = new Kept("left", Duration.ofSeconds(5), List.of(call("/left")));
        journal.begun(kept);
        journal.begun(new Kept("gone", Duration.ofSeconds(5), List.of(call("/gone"))));
        journal.gone("gone");

        assertThat(journal.left()).containsExactly(kept);
        assertThat(journal.end()).isEqualTo(1);
        assertThat(asked).containsExactly("DELETE /left");
        assertThat(Files.exists(journal())).isFalse();
    }

    private Undo call(String path) {
        return new Undo.Call("DELETE", URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), "",
                true);
    }

    private KeeperLoop loop() {
        return new KeeperLoop(Journal.at(journal()), Ticker.system(),
                new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private Path journal() {
        return folder.resolve("faults-1.journal");
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
