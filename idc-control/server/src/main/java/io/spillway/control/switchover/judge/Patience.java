package io.spillway.control.switchover.judge;

import java.time.Duration;

/**
 * How long a switch-over waits for something before it says that it did not come.
 *
 * @param acks for the data planes of an IDC to know a step
 * @param dead for those of an IDC that is given up, in ungraceful mode
 * @param move for the traffic to be where it shall be
 * @param settle for requests to be as fast as they were, when nothing else is wrong
 */
public record Patience(Duration acks, Duration dead, Duration move, Duration settle) {

    /**
     * Half a minute, in which a data plane that lives has answered; two seconds for the dead; five for requests to be fast again,
     * which is longer than a collector or a cold path takes, and a fraction of what users notice of a slow IDC.
     */
    public static final Patience USUAL = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(2),
            Duration.ofSeconds(30), Duration.ofSeconds(5));
}
