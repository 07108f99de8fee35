package io.spillway.drill.mock.scenario;

import org.jspecify.annotations.Nullable;

/** A scenario file that cannot be used; the message has one line for everything that is wrong. */
public final class ScenarioException extends Exception {

    private static final long serialVersionUID = 1;

    ScenarioException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
