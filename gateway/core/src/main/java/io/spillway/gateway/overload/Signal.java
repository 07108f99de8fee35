package io.spillway.gateway.overload;

/** What a gateway can run short of. */
public enum Signal {
    /** Memory outside of the heap that buffers use. */
    DIRECT_MEMORY("direct_memory"),
    /** What is left on the heap after a collection. */
    HEAP("heap"),
    /** How late event loops are. */
    EVENT_LOOP("event_loop"),
    /** Clients' connections. */
    CONNECTIONS("connections");

    private final String word;

    Signal(String word) {
        this.word = word;
    }

    /** Returns the name as metrics have it. */
    public String word() {
        return word;
    }
}
