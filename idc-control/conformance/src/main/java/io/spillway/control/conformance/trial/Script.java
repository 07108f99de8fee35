package io.spillway.control.conformance.trial;

import java.io.IOException;

/** What a case does. Ends normally when the server did as it should. */
@FunctionalInterface
public interface Script {

    /**
     * Plays.
     *
     * @throws io.spillway.control.conformance.wire.Unmet when the server did otherwise
     * @throws IOException                                when the server could not be told what to serve
     */
    void play(Stage stage) throws IOException;
}
