package io.spillway.drill.verb;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

import io.spillway.drill.view.LiveView;
import io.spillway.drill.view.PlainView;
import io.spillway.drill.view.View;

/**
 * Where verbs write: data to {@code out}, everything else to {@code err}.
 *
 * @param out
 *            standard output
 * @param err
 *            standard error
 * @param interactive
 *            whether somebody looks at a terminal
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {

    /** Returns this process's own. */
    public static Terminal system() {
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return new Terminal(System.out, System.err,
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent() && !dumb);
    }

    View view() {
        return interactive ? new LiveView(err) : new PlainView(err);
    }
}
