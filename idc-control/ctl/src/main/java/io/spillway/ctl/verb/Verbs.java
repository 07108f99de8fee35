package io.spillway.ctl.verb;

import java.util.List;

import io.spillway.model.document.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The operator's verbs. */
public final class Verbs {

    private static final List<String> NAMES = List.of("apply", "delete", "diff", "validate", "get", "status",
            "delivery", "history", "load",
            "explain", "shift", "switchover", "registry", "sync", "approve", "audit", "version");

    private Verbs() {}

    /** Returns the names in the order of the help text. */
    public static List<String> names() {
        return NAMES;
    }

    /** Returns the verb that somebody probably meant, or null. */
    public static @Nullable String nearest(String word) {
        return Nearest.of(word, NAMES);
    }

    /** Returns a new command of that name. Each is made alone: reading the annotations of all takes a while. */
    public static CommandLine command(String name, Surroundings with) {
        CommandLine command = switch (name) {
            case "apply" -> new CommandLine(new ApplyVerb(with));
            case "delete" -> new CommandLine(new DeleteVerb(with));
            case "diff" -> new CommandLine(new DiffVerb(with));
            case "validate" -> new CommandLine(new ValidateVerb(with));
            case "get" -> new CommandLine(new GetVerb(with));
            case "status" -> new CommandLine(new StatusVerb(with));
            case "delivery" -> new CommandLine(new DeliveryVerb(with));
            case "history" -> new CommandLine(new HistoryVerb(with));
            case "load" -> new CommandLine(new LoadVerb(with));
            case "explain" -> new CommandLine(new ExplainVerb(with));
            case "shift" -> new CommandLine(new ShiftVerb()).addSubcommand(new ShiftSetVerb(with))
                    .addSubcommand(new ShiftClearVerb(with));
            case "switchover" -> SwitchOverVerb.command(with);
            case "registry" -> new CommandLine(new RegistryVerb()).addSubcommand(new RegistryAcceptVerb(with));
            case "sync" -> new CommandLine(new SyncVerb()).addSubcommand(new SyncStatusVerb(with))
                    .addSubcommand(new SyncReleaseVerb(with));
            case "approve" -> new CommandLine(new ApproveVerb(with));
            case "audit" -> new CommandLine(new AuditVerb()).addSubcommand(new AuditListVerb(with))
                    .addSubcommand(new AuditVerifyVerb(with)).addSubcommand(new AuditExportVerb(with))
                    .addSubcommand(new AuditPruneVerb(with));
            case "version" -> new CommandLine(new VersionVerb());
            default -> throw new IllegalArgumentException("verb: " + name + " (expected: one of " + NAMES + ")");
        };
        return command.setCaseInsensitiveEnumValuesAllowed(true);
    }
}
