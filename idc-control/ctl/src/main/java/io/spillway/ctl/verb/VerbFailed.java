package io.spillway.ctl.verb;

import java.util.List;

/** Ends a verb with an exit code and lines for standard error. */
final class VerbFailed extends Exception {

    private static final long serialVersionUID = 1;

    private final ExitCode code;

    VerbFailed(ExitCode code, String... lines) {
        this(code, List.of(lines));
    }

    VerbFailed(ExitCode code, List<String> lines) {
        super(String.join("\n", lines));
        this.code = code;
    }

    ExitCode code() {
        return code;
    }

    List<String> lines() {
        return String.valueOf(getMessage()).lines().toList();
    }
}
