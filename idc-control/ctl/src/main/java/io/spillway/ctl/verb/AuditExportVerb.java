package io.spillway.ctl.verb;

import java.util.List;

import io.spillway.ctl.client.JsonView;
import io.spillway.wire.audit.AuditExport;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.document.JsonText;
import picocli.CommandLine.Command;

/** Prints the whole audit. */
@Command(name = "export", description = "Prints the whole audit that is in the registry, one JSON object in each line, whatever -o says, for 'audit verify --file'. When "
        + "records were pruned, the first line says where it begins. "
        + "The head is said on standard error: keep it where those who write to the registry cannot.")
final class AuditExportVerb extends ServerVerb {

    private long exported;

    AuditExportVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        AuditHead head = AuditPages.each(this, this::begin, this::print).head();
        say(ResourceFiles.count((int) exported, "record") + "; head " + head);
        return ExitCode.DONE;
    }

    private void begin(AuditHead base) {
        String header = AuditExport.header(base);
        if (!header.isEmpty()) {
            print(header);
        }
    }

    private boolean print(List<JsonView> records) {
        records.forEach(each -> print(JsonText.write(each.tree())));
        exported += records.size();
        return true;
    }
}
