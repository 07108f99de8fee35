package io.spillway.ctl.verb;

import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes it out of the machine's hands. */
@Command(name = "force-end", description = "Takes it out of the machine's hands: traffic stays as it is, and nobody brings back what stood before.")
final class SwitchOverForceEndVerb extends SwitchOverAct {

    @Option(names = "--reason", paramLabel = "TEXT", required = true, order = 1, description = "Why; it is kept with it and in the audit.")
    String reason = "";

    SwitchOverForceEndVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "force-end";
    }

    @Override
    Map<String, Object> body() {
        return Map.of("reason", reason);
    }
}
