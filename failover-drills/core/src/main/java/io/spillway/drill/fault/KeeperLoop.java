package io.spillway.drill.fault;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What a fault keeper does. Words: {@code begin NAME MILLISECONDS UNDO...} and {@code end NAME}; each is
 * answered by {@code ok NAME} or {@code failed NAME}, and a fault that is gone by {@code gone NAME WHY}. Owned by one thread.
 */
final class KeeperLoop {

    /** The drill is gone. */
    static final String END = "";
    private static final long RETRY_NANOS = 300_000_000;
    /** A control plane that is dead may come back; after that the journal still has the fault. */
    private static final long GIVE_UP_NANOS = 60_000_000_000L;

    /** A fault that goes on. */
    private static final class Open {
        private final List<Undo> left;
        private long nextNanos;
        private long giveUpNanos;
        private String why = "ttl";

        Open(Kept kept, long now) {
            this.left = new ArrayList<>(kept.undos());
            this.nextNanos = now + kept.ttl().toNanos();
            this.giveUpNanos = nextNanos + GIVE_UP_NANOS;
        }

        void hasten(long now, String reason) {
            nextNanos = Math.min(nextNanos, now);
            giveUpNanos = nextNanos + GIVE_UP_NANOS;
            why = reason;
        }
    }

    private final Journal journal;
    private final Ticker ticker;
    private final PrintStream out;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private boolean failed;

    KeeperLoop(Journal journal, Ticker ticker, PrintStream out) {
        this.journal = journal;
        this.ticker = ticker;
        this.out = out;
    }

    /** Works until the drill is gone and nothing is left; returns whether everything could be ended. */
    boolean run(BlockingQueue<String> lines) throws IOException, InterruptedException {
        boolean drillLives = true;
        while (drillLives || !open.isEmpty()) {
            String line = lines.poll(Math.max(0, waitNanos()), TimeUnit.NANOSECONDS);
            if (line != null && line.equals(END)) {
                drillLives = false;
                long now = ticker.nanos();
                open.values().forEach(each -> each.hasten(now, "drill-gone"));
            } else if (line != null) {
                obey(line);
            }
            endWhatIsDue();
        }
        if (!failed) {
            journal.remove();
        }
        return !failed;
    }

    private long waitNanos() {
        long now = ticker.nanos();
        return open.values().stream().mapToLong(each -> each.nextNanos - now).min().orElse(TimeUnit.HOURS.toNanos(1));
    }

    private void obey(String line) throws IOException {
        if (line.startsWith("begin ")) {
            Kept kept = Kept.parse(line);
            journal.begun(kept);
            open.put(kept.name(), new Open(kept, ticker.nanos()));
            say("ok", kept.name(), "");
            return;
        }
        String name = Kept.name(line.substring(line.indexOf(' ') + 1));
        Open found = open.get(name);
        if (found == null) {
            say("gone", name, "before");
        } else {
            found.hasten(ticker.nanos(), "told");
        }
    }

    private void endWhatIsDue() throws IOException, InterruptedException {
        for (Map.Entry<String, Open> entry : List.copyOf(open.entrySet())) {
            Open each = entry.getValue();
            long now = ticker.nanos();
            if (each.nextNanos - now > 0) {
                continue;
            }
            String failure = attempt(each.left);
            if (failure == null) {
                gone(entry.getKey(), each.why);
            } else if (now - each.giveUpNanos > 0) {
                failed = true;
                open.remove(entry.getKey());
                say("failed", entry.getKey(), failure);
            } else {
                each.nextNanos = ticker.nanos() + RETRY_NANOS;
            }
        }
    }

    /** Does what can be done; what is done is taken off the list. */
    private static @Nullable String attempt(List<Undo> left) throws InterruptedException {
        String failure = null;
        for (Undo undo : List.copyOf(left)) {
            String why = Undoing.attempt(undo);
            if (why.isEmpty()) {
                left.remove(undo);
            } else {
                failure = why;
            }
        }
        return failure;
    }

    private void gone(String name, String why) throws IOException {
        open.remove(name);
        journal.gone(name);
        say("gone", name, why);
    }

    private void say(String word, String name, String more) {
        out.println(word + " " + Kept.word(name) + " " + Kept.word(more));
    }
}
