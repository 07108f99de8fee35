package io.spillway.ctl;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.ctl.verb.Surroundings;
import io.spillway.model.time.Ticker;

/** What one run of the command printed, and its exit code. Waiting takes no time: it moves the clock. */
record CommandRun(int code, String out, String err) {

    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    static CommandRun of(String... args) {
        return with(Map.of(), "", args);
    }

    static CommandRun with(Map<String, String> environment, String input, String... args) {
        AtomicLong waited = new AtomicLong();
        Ticker system = Ticker.system();
        Surroundings surroundings = new Surroundings(() -> system.nanos() + waited.get(), InstantSource.fixed(NOW),
                time -> waited.addAndGet(time.toNanos()), environment::get, () -> "alice@laptop",
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return with(surroundings, args);
    }

    static CommandRun with(Surroundings surroundings, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine(args, surroundings).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(args);
        return new CommandRun(code, out.toString(), err.toString());
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    List<String> errLines() {
        return err.lines().toList();
    }

}
