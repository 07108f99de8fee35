package io.spillway.ctl.output;

import java.util.Map;

/** Colours words that say how things are, on a terminal. */
public final class Paint {

    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";
    private static final Map<String, String> COLOURS = Map.ofEntries(Map.entry("SYNCED", GREEN),
            Map.entry("STALE", YELLOW), Map.entry("NACKED", RED), Map.entry("CONNECTED", GREEN),
            Map.entry("NEVER", RED), Map.entry("ACKED", GREEN), Map.entry("PENDING", YELLOW), Map.entry("GONE", YELLOW),
            Map.entry("UP", GREEN), Map.entry("DRAINING", YELLOW), Map.entry("DOWN", RED), Map.entry("ready", GREEN),
            Map.entry("NOT READY", RED), Map.entry("connected", GREEN), Map.entry("NOT CONNECTED", RED),
            Map.entry("ERROR", RED), Map.entry("WARNING", YELLOW), Map.entry("PASSED", GREEN), Map.entry("FAILED", RED),
            Map.entry("SKIPPED", YELLOW), Map.entry("COMPLETED", GREEN), Map.entry("PAUSED", YELLOW),
            Map.entry("ROLLBACK_FAILED", RED), Map.entry("EXPIRED", YELLOW));

    private final boolean enabled;

    /** Creates one that leaves everything as it is unless enabled. */
    public Paint(boolean enabled) {
        this.enabled = enabled;
    }

    /** Returns the text in the colour that its meaning has; as it is when it has none. */
    public String word(String text) {
        String colour = COLOURS.get(text);
        return colour == null ? text : coloured(text, colour);
    }

    /** Returns a line of a difference in its colour. */
    public String difference(String line) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> coloured(line, GREEN);
            case '-' -> coloured(line, RED);
            default -> line;
        };
    }

    private String coloured(String text, String colour) {
        return enabled ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }
}
