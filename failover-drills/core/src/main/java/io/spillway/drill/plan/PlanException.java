package io.spillway.drill.plan;

import org.jspecify.annotations.Nullable;

/** A drill or topology file that cannot be used; the message has one line for everything that is wrong. */
public final class PlanException extends Exception {

    private static final long serialVersionUID = 1;

    /** Creates one with a line for everything that is wrong. */
    public PlanException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
