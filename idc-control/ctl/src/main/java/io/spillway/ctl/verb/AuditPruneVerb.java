package io.spillway.ctl.verb;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Escaped;
import io.spillway.model.document.Decoded;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditExport;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditLines;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports the oldest records of the audit, verifies the file, and only then has them taken out of the registry. */
@Command(name = "prune", description = "Takes the oldest records of the audit out of the registry: exports whole segments of a hundred to a file, "
        + "reads the file back and verifies it, then has the control plane prune what it also finds to be that, byte for byte. "
        + "Keep the file: 'audit verify --export FILE' joins it to the chain. Repeated, it goes on with the same file.")
final class AuditPruneVerb extends ServerVerb {

    /** As many as a control plane prunes at once. */
    private static final int MOST = 50_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--before", paramLabel = "DATE", required = true, order = 1, description = "Only records before this time, as 2025-10-01 (UTC) or 2025-10-01T08:00:00Z; at least audit.pruneAfter ago.")
    String before = "";

    @Option(names = "--export", paramLabel = "FILE", required = true, order = 2, description = "To which they are exported. One that is there must be the same export.")
    Path file = Path.of("");

    @Mixin
    ReasonOption reason = new ReasonOption();

    /** Where the chain begins now. */
    private AuditHead base = AuditHead.NONE;
    private AuditHead through = AuditHead.NONE;
    /** Of the last segment that is not whole yet. */
    private final List<AuditEntry> pending = new ArrayList<>();
    private @Nullable AuditExport export;
    private boolean ended;

    AuditPruneVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Duration requestTimeout() {
        return timeout == null ? PATIENCE : timeout;
    }

    @Override
    ExitCode run() throws VerbFailed {
        Instant limit = limit();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        String digest;
        try {
            digest = write(part, limit);
            if (through.equals(base)) {
                Files.delete(part);
                return nothing(limit);
            }
            place(part);
            verify();
        } catch (IOException e) {
            throw new VerbFailed(ExitCode.USAGE, "--export: " + file + ": " + Failures.reason(e));
        }
        say(ResourceFiles.count((int) (through.sequence() - base.sequence()), "record") + " exported to " + file
                + " and verified; head " + through);
        return pruned(limit, digest);
    }

    private Instant limit() throws VerbFailed {
        try {
            return before.contains("T")
                    ? Instant.parse(before)
                    : LocalDate.parse(before).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException notOne) {
            throw new VerbFailed(ExitCode.USAGE, "--before: " + Escaped.text(before)
                    + " (expected: a date as 2025-10-01, or a time as 2025-10-01T08:00:00Z)");
        }
    }

    private ExitCode nothing(Instant limit) {
        if (forPeople()) {
            print("no whole segment of records is before " + limit + ": nothing is pruned");
        } else {
            print(Map.of("records", 0));
        }
        return ExitCode.DONE;
    }

    /** Returns the digest of what it writes. */
    private String write(Path part, Instant limit) throws IOException, VerbFailed {
        try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            AuditPages.Ends ends = AuditPages.each(this, from -> begin(from, out), records -> {
                for (JsonView each : records) {
                    take(each, limit, out);
                }
                return !ended;
            });
            if (through.sequence() >= ends.head().sequence()) {
                throw new VerbFailed(ExitCode.FAILED, "the control plane says that its audit ends with record "
                        + ends.head().sequence() + " (expected: one after " + through.sequence() + ")");
            }
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return export == null ? "" : export.end();
    }

    private void begin(AuditHead from, BufferedWriter out) throws VerbFailed {
        base = from;
        through = from;
        export = new AuditExport(from);
        String header = AuditExport.header(from);
        if (!header.isEmpty()) {
            line(out, header);
        }
    }

    private void take(JsonView each, Instant limit, BufferedWriter out) throws VerbFailed {
        if (ended) {
            return;
        }
        AuditEntry entry = switch (AuditLines.read(each.tree())) {
            case Decoded.Valid<AuditEntry>(AuditEntry read) -> read;
            case Decoded.Invalid<AuditEntry> invalid -> throw unfit(through.sequence() + pending.size() + 1,
                    invalid.violations().getFirst().message());
        };
        ended = !(entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record))
                || !record.at().isBefore(limit);
        if (ended) {
            return;
        }
        pending.add(entry);
        if (AuditChain.endsSegment(entry.place())) {
            for (AuditEntry whole : pending) {
                line(out, export == null ? "" : export.take(whole));
            }
            AuditHead end = entry.head();
            if (end == null) {
                throw unfit(entry.place(), "it has no hash");
            }
            through = end;
            pending.clear();
            ended = through.sequence() - base.sequence() > MOST - AuditChain.SEGMENT;
        }
    }

    private static void line(BufferedWriter out, String text) throws VerbFailed {
        try {
            out.write(text);
            out.write('\n');
        } catch (IOException e) {
            throw new VerbFailed(ExitCode.USAGE, "--export: " + Failures.reason(e));
        }
    }

    /** An export that is there stays; it must be the same, as when another person had to approve first. */
    private void place(Path part) throws IOException, VerbFailed {
        if (!Files.exists(file)) {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        long differs = Files.mismatch(part, file);
        Files.delete(part);
        if (differs >= 0) {
            throw new VerbFailed(ExitCode.USAGE, "--export: " + file + " is there and differs from octet " + differs
                    + " on (expected: no such file, or the same export)");
        }
    }

    /** Reads back what stands in the file: only what is there, and fits, may be pruned. */
    private void verify() throws IOException, VerbFailed {
        AuditChain chain = new AuditChain(base, List.of(), false);
        AuditFile.Told told = AuditFile.read(file, entry -> chain.take(entry));
        if (told.misread() != null || chain.broken() != null || !chain.reached().equals(through)) {
            throw new VerbFailed(ExitCode.FAILED, file + " does not fit, and nothing is pruned: "
                    + (told.misread() != null
                            ? told.misread()
                            : chain.broken() != null ? chain.broken() : "it ends with record " + chain.reached()));
        }
    }

    private ExitCode pruned(Instant limit, String digest) throws VerbFailed {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("sequence", through.sequence());
        body.put("hash", through.hash());
        body.put("digest", digest);
        body.put("before", limit.toString());
        reason.into(body);
        JsonView done = Failures.done(
                write(Request.write("POST", "/v1/audit/prune", JsonText.write(Trees.of(body)))),
                "spillway audit list");
        if (forPeople()) {
            print(ResourceFiles.count((int) done.number("records", 0), "record") + " pruned, up to " + through
                    + "; keep " + file + " (SHA-256 " + digest + ")");
        } else {
            print(done.tree());
        }
        return ExitCode.DONE;
    }

    private static VerbFailed unfit(long sequence, String what) {
        return new VerbFailed(ExitCode.FAILED,
                "record " + sequence + " does not fit, and nothing is pruned: " + what
                        + "; see: spillway audit verify");
    }
}
