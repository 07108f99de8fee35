package io.spillway.ctl.verb;

import java.time.Instant;
import java.util.List;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Ages;
import io.spillway.ctl.output.Escaped;
import io.spillway.ctl.output.Table;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.SwitchOverState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists them. */
@Command(name = "list", description = "Lists the switch-overs that are known here.")
final class SwitchOverListVerb extends ServerVerb {

    @Option(names = "--active", order = 1, description = "Only those of which something can still become.")
    boolean active;

    SwitchOverListVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        List<SwitchOverRecord> records = ask(Request.get("/v1/" + Kind.SWITCH_OVER.plural())).list("items").stream()
                .map(SwitchOverRecord::new).filter(record -> !active || isActive(record)).toList();
        if (!forPeople()) {
            print(java.util.Map.of("items", records.stream().map(record -> record.resource().tree()).toList()));
        } else if (records.isEmpty()) {
            say("no switch-overs");
        } else {
            print(table(records));
        }
        return ExitCode.DONE;
    }

    private static boolean isActive(SwitchOverRecord record) {
        SwitchOverState state = record.state();
        return state == null || !state.over();
    }

    private Table table(List<SwitchOverRecord> records) {
        Table table = new Table("NAME", "SCOPE", "FROM", "TO", "STATE", "AT", "FOR", "BY", "REASON");
        for (SwitchOverRecord record : records) {
            JsonView spec = record.spec();
            table.row(record.name(), record.scopes(), spec.text("from"), spec.text("to"), record.stateText(),
                    record.position(), age(record.status().text("since")),
                    Escaped.text(record.status().text("author")), Escaped.text(spec.text("reason")));
        }
        return table;
    }

    private String age(String since) {
        return since.isEmpty()
                ? ""
                : Ages.between(Instant.parse(since).toEpochMilli(), surroundings.clock().millis());
    }
}
