package io.spillway.control.switchover.judge;

import java.time.Duration;

/**
 * How long a switch-over waits for something before it says that it did not come.
 *
 * @param acks for the data planes of an IDC to know a step
 * @param dead for those of an IDC that is given up, in ungraceful mode
 * @param move for the traffic to be where it shall be
 */
public record Patience(Duration acks, Duration dead, Duration move) {

    /** Half a minute, in which a data plane that lives has answered; two seconds for the dead. */
    public static final Patience USUAL = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(2),
            Duration.ofSeconds(30));
}
