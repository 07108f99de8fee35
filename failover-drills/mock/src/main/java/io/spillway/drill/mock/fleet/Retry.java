package io.spillway.drill.mock.fleet;

import java.time.Duration;

/**
 * What a client does when its stream ends although it did not end it.
 *
 * @param after how long it waits, on average; each time between half and one and a half of it, so that not all come at once
 * @param resume whether it says then what it holds
 * @param next whether it tries the next address instead of the same
 */
public record Retry(Duration after, boolean resume, boolean next) {

    /** Comes back after about a second, to the next address, and says what it holds. */
    public static final Retry DEFAULT = new Retry(Duration.ofSeconds(1), true, true);
}
