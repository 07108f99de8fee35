package io.spillway.ctl.verb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.client.ServerAddress;
import io.spillway.ctl.output.Escaped;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditLines;
import io.spillway.wire.document.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Follows the chain of the audit. Does not take the control plane's word: the hashes are computed here. */
@Command(name = "verify", description = "Follows the chain from its first record and names the first that does not fit: edited, removed, "
        + "swapped, cut off, forked. Ends with 1 when there is one.")
final class AuditVerifyVerb extends ServerVerb {

    private static final String STANDARD_INPUT = "-";

    @Option(names = "--file", paramLabel = "FILE", order = 1, description = "An export, instead of the control plane's audit; - is standard input.")
    @Nullable
    String file;

    @Option(names = "--head", paramLabel = "SEQ:HASH", order = 2, description = "A head that is known: the chain must go through it. May be repeated. Without one, "
            + "records cut off the end of an export are not missed.")
    List<String> heads = List.of();

    @Option(names = "--witness", paramLabel = "HOST:PORT[,..]", order = 3, description = "Control plane of another IDC: the chain must go through all heads that it was told. May be repeated, "
            + "once for each IDC.")
    List<String> witnesses = List.of();

    @Option(names = "--idc", paramLabel = "IDC", order = 4, description = "Whose chain it is, for --witness (default: the control plane's).")
    String idc = "";

    /** What a document has beside the chain: a field that says something else than what is hashed. */
    private AuditChain.@Nullable Break misread;
    private AuditChain chain = new AuditChain(AuditHead.NONE, List.of(), true);

    AuditVerifyVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        chain = new AuditChain(AuditHead.NONE, known(), true);
        if (file == null) {
            AuditHead head = AuditPages.each(this, this::take);
            if (misread == null) {
                boolean _ = chain.end(head);
            }
        } else {
            read(file);
            if (misread == null) {
                boolean _ = chain.endUnknown();
            }
        }
        return result(misread == null ? chain.broken() : misread);
    }

    private ExitCode result(AuditChain.@Nullable Break broken) {
        AuditHead reached = chain.reached();
        if (!forPeople()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("whole", broken == null);
            fields.put("records", reached.sequence());
            fields.put("head", reached.toString());
            fields.put("broken", broken == null ? null : Map.of("sequence", broken.sequence(), "what", broken.what()));
            print(fields);
        } else if (broken == null) {
            print(ResourceFiles.count((int) reached.sequence(), "record") + " fit; head " + reached);
        } else {
            print(Escaped.text(broken.toString()));
            print(ResourceFiles.count((int) reached.sequence(), "record") + " before it fit");
        }
        if (broken == null && file != null && heads.isEmpty() && witnesses.isEmpty()) {
            say("no --head was given: records cut off at the end would not be missed");
        }
        return broken == null ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<AuditHead> known() throws VerbFailed {
        List<AuditHead> known = new ArrayList<>(witnessed());
        for (String text : heads) {
            AuditHead head = AuditHead.parse(text);
            if (head == null) {
                throw new VerbFailed(ExitCode.USAGE, "--head: " + Escaped.text(text)
                        + " (expected: SEQ:HASH, as export and verify say it)");
            }
            known.add(head);
        }
        return known;
    }

    /** Returns what other IDCs were told of this chain; their faults are said. */
    private List<AuditHead> witnessed() throws VerbFailed {
        List<AuditHead> heads = new ArrayList<>();
        String whose = idc.isEmpty() && !witnesses.isEmpty() ? ask(Request.get("/v1/audit/heads")).text("idc") : idc;
        for (String witness : witnesses) {
            List<ServerAddress> addresses = ServerAddress.parseAll(witness);
            if (addresses == null) {
                throw new VerbFailed(ExitCode.USAGE,
                        "--witness: " + Escaped.text(witness) + " (expected: " + ServerAddress.EXPECTED + ")");
            }
            JsonView told = Failures.done(client(addresses).send(Request.get("/v1/audit/heads")), "");
            int before = heads.size();
            for (JsonView each : told.list("heads")) {
                AuditHead head = AuditHead.parse(each.text("sequence") + ":" + each.text("hash"));
                if (head != null && each.isTrue("current") && each.text("idc").equals(whose)) {
                    heads.add(head);
                }
            }
            String fault = told.at("faults").text(whose);
            if (!fault.isEmpty()) {
                say(Escaped.text(told.text("idc") + " was told what does not go on: " + fault));
            }
            say(Escaped.text(told.text("idc")) + " knows " + ResourceFiles.count(heads.size() - before, "head") + " of "
                    + Escaped.text(whose));
        }
        return heads;
    }

    private boolean take(List<JsonView> records) {
        return records.stream().allMatch(each -> take(each.tree()));
    }

    private boolean take(Tree document) {
        return switch (AuditLines.read(document)) {
            case Decoded.Valid<AuditEntry>(AuditEntry entry) -> chain.take(entry);
            case Decoded.Invalid<AuditEntry>(List<Violation> violations) ->
                misread("its fields are not what was recorded: " + violations.getFirst().message());
        };
    }

    private boolean misread(String what) {
        misread = new AuditChain.Break(chain.reached().sequence() + 1, what);
        return false;
    }

    private void read(String name) throws VerbFailed {
        try (BufferedReader lines = name.equals(STANDARD_INPUT)
                ? new BufferedReader(new InputStreamReader(surroundings.input(), StandardCharsets.UTF_8))
                : Files.newBufferedReader(Path.of(name))) {
            boolean goesOn = true;
            for (String line = lines.readLine(); line != null && goesOn; line = lines.readLine()) {
                goesOn = switch (JsonText.parse(line)) {
                    case Decoded.Valid<Tree>(Tree document) -> take(document);
                    case Decoded.Invalid<Tree>(List<Violation> violations) ->
                        misread("is no line of an export: " + violations.getFirst().message());
                };
            }
        } catch (IOException e) {
            throw new VerbFailed(ExitCode.USAGE, name + " cannot be read: " + Failures.reason(e));
        }
    }
}
