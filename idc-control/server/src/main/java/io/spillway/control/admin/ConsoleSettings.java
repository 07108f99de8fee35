package io.spillway.control.admin;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;

import io.spillway.control.session.ConsoleConfig;
import io.spillway.control.session.Sessions;

/**
 * How the console is served.
 *
 * @param files what it is made of
 * @param clock tells when somebody may try a token again, and the age of what is shown
 */
public record ConsoleSettings(ConsoleConfig config, Sessions sessions, WebFiles files, InstantSource clock) {

    /** Returns settings of a node that serves no files, and whose sessions end with it. */
    static ConsoleSettings bare() {
        InstantSource never = () -> Instant.EPOCH;
        return new ConsoleSettings(ConsoleConfig.NONE, Sessions.alone(never, new SecureRandom()), _ -> null, never);
    }
}
