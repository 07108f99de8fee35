package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.ctl.client.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets another IDC coordinate it. */
@Command(name = "take-over", description = "Lets the IDC that is asked coordinate a switch-over, when the one that does is away.")
final class SwitchOverTakeOverVerb extends SwitchOverAct {

    @Option(names = "--reason", paramLabel = "TEXT", required = true, order = 1, description = "Why; it is kept with it and in the audit.")
    String reason = "";

    @Option(names = "--idc", paramLabel = "IDC", order = 2, description = "The IDC that shall (default: that of the control plane which is asked).")
    String idc = "";

    SwitchOverTakeOverVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "take-over";
    }

    @Override
    Map<String, Object> body() throws VerbFailed {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("reason", reason);
        body.put("idc", idc.isEmpty() ? ask(Request.get("/v1/status")).text("idc") : idc);
        return body;
    }
}
