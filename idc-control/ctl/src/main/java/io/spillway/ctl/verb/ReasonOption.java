package io.spillway.ctl.verb;

import java.util.Map;

import picocli.CommandLine.Option;

/** Why an operator says something, where he need not say. */
final class ReasonOption {

    @Option(names = "--reason", paramLabel = "TEXT", order = 1, description = "Why; it is kept with it and in the audit.")
    String reason = "";

    void into(Map<String, Object> body) {
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
    }
}
