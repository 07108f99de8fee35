package io.spillway.ctl.verb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
import io.spillway.wire.audit.AuditPruning;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Follows the chain of the audit. Does not take the control plane's word: the hashes are computed here. */
@Command(name = "verify", description = "Follows the chain from its first record, or the first that was not pruned, and names the first that does not fit: edited, "
        + "removed, swapped, cut off, forked, pruned without a record of it. Ends with 1 when there is one.")
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

    @Option(names = "--export", paramLabel = "FILE", order = 5, description = "Records that were pruned, as 'audit prune' exported them: the chain is followed through them first. May be repeated, oldest first.")
    List<Path> exports = List.of();

    /** What a document has beside the chain: a field that says something else than what is hashed. */
    private AuditChain.@Nullable Break misread;
    private AuditChain chain = new AuditChain(AuditHead.NONE, List.of(), true);
    /** After which it is followed. */
    private AuditHead base = AuditHead.NONE;
    /** SHA-256 of each export by its last record. */
    private final Map<Long, String> digests = new HashMap<>();

    AuditVerifyVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        List<AuditHead> known = known();
        if (file == null) {
            AuditHead head = AuditPages.each(this, base -> begin(base, known), this::take).head();
            if (misread == null) {
                boolean _ = chain.end(head);
            }
        } else if (exports.isEmpty()) {
            read(file, known);
            if (misread == null) {
                boolean _ = chain.endUnknown();
            }
        } else {
            throw new VerbFailed(ExitCode.USAGE,
                    "--file and --export (expected: one of them; --export joins what was pruned"
                            + " to the control plane's audit)");
        }
        return result(misread == null ? chain.broken() : misread);
    }

    /** What was pruned comes before what the control plane has, where there are exports of it. */
    private void begin(AuditHead pruned, List<AuditHead> known) throws VerbFailed {
        base = pruned;
        if (exports.isEmpty()) {
            chain = new AuditChain(pruned, known, true);
            return;
        }
        try {
            base = AuditFile.base(exports.getFirst());
            chain = new AuditChain(base, known, true);
            for (Path each : exports) {
                AuditFile.Told told = AuditFile.read(each, entry -> entry.place() <= pruned.sequence()
                        && (entry.place() <= chain.reached().sequence() || chain.take(entry)));
                misread = misread == null ? told.misread() : misread;
                digests.put(told.last(), told.digest());
            }
        } catch (IOException e) {
            throw new VerbFailed(ExitCode.USAGE, "--export: " + Failures.reason(e));
        }
        AuditHead reached = chain.reached();
        if (misread == null && chain.broken() == null && !reached.equals(pruned)) {
            misread = reached.sequence() == pruned.sequence()
                    ? new AuditChain.Break(reached.sequence(), "is another in the export than what was pruned")
                    : new AuditChain.Break(reached.sequence() + 1, "is in no export: they end with record "
                            + reached.sequence() + ", and the control plane's audit begins after "
                            + pruned.sequence());
        }
    }

    private ExitCode result(AuditChain.@Nullable Break broken) {
        AuditHead reached = chain.reached();
        if (!forPeople()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("whole", broken == null);
            fields.put("records", reached.sequence());
            fields.put("begins", base.sequence() + 1);
            fields.put("head", reached.toString());
            fields.put("broken", broken == null ? null : Map.of("sequence", broken.sequence(), "what", broken.what()));
            print(fields);
        } else if (broken == null) {
            print(ResourceFiles.count((int) (reached.sequence() - base.sequence()), "record") + " fit"
                    + (base.sequence() == 0 ? "" : ", those up to " + base.sequence() + " were pruned") + "; head "
                    + reached);
        } else {
            print(Escaped.text(broken.toString()));
            print(ResourceFiles.count((int) (reached.sequence() - base.sequence()), "record") + " before it fit");
        }
        if (broken == null && chain.pruned() > 0) {
            say(ResourceFiles.count((int) chain.pruned(), "known head")
                    + " of pruned records: only --export shows whether the chain went through");
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
        return misread == null && records.stream().allMatch(each -> take(each.tree()));
    }

    private boolean take(Tree document) {
        return switch (AuditLines.read(document)) {
            case Decoded.Valid<AuditEntry>(AuditEntry entry) -> chain.take(entry) && exportFits(entry);
            case Decoded.Invalid<AuditEntry>(List<Violation> violations) -> misread(chain.reached().sequence() + 1,
                    "its fields are not what was recorded: " + violations.getFirst().message());
        };
    }

    /** A record of a pruning says what the exported file was. */
    private boolean exportFits(AuditEntry entry) {
        if (!(entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record))) {
            return true;
        }
        AuditPruning pruning = record.deed().pruning();
        String digest = pruning == null ? "" : digests.getOrDefault(pruning.through().sequence(), "");
        return pruning == null || digest.isEmpty() || digest.equals(pruning.exportDigest())
                || misread(entry.place(), "says that the file of what was pruned up to " + pruning.through().sequence()
                        + " has SHA-256 " + pruning.exportDigest() + ", but that of --export has " + digest);
    }

    private boolean misread(long sequence, String what) {
        misread = new AuditChain.Break(sequence, what);
        return false;
    }

    private void read(String name, List<AuditHead> known) throws VerbFailed {
        try (InputStream in = name.equals(STANDARD_INPUT)
                ? surroundings.input()
                : Files.newInputStream(Path.of(name))) {
            misread = AuditFile.read(in, from -> {
                base = from;
                chain = AuditChain.claimed(from, known);
            }, entry -> chain.take(entry)).misread();
        } catch (IOException e) {
            throw new VerbFailed(ExitCode.USAGE, name + " cannot be read: " + Failures.reason(e));
        }
    }
}
