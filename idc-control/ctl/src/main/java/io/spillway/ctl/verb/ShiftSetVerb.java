package io.spillway.ctl.verb;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Divides a scope's traffic over IDCs. */
@Command(name = "set", description = "Divides the traffic of a DrGroup, a service or an IDC over IDCs.")
final class ShiftSetVerb extends ShiftWrite {

    private static final String PERCENT = "IDC=PERCENT";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = PERCENT, description = "The shares; their sum is 100. An IDC with 0 is the last resort.")
    List<String> shares = List.of();

    @Option(names = "--exclude", paramLabel = "IDC", split = ",", order = 1, description = "An IDC that gets nothing, not even by failover; may be repeated.")
    List<String> excluded = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, order = 2, description = "Why; everybody sees it.")
    String reason = "";

    @Option(names = "--ttl", paramLabel = "TIME", order = 3, converter = DurationConverter.class, description = "How long it is meant to stand, as in 2h (default: until it is cleared).")
    @Nullable
    Duration ttl;

    @Option(names = "--on-expiry", paramLabel = "alarm|clear", order = 4, description = "What happens after --ttl (default: alarm; clear is stored, but this version only alarms).")
    @Nullable
    String onExpiry;

    ShiftSetVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Map<String, Object> wanted(@Nullable JsonView current) throws VerbFailed {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("weights", weights());
        if (!excluded.isEmpty()) {
            spec.put("excluded", excluded);
        }
        spec.put("reason", reason);
        if (ttl != null) {
            spec.put("expires", surroundings.clock().instant().plus(ttl).truncatedTo(ChronoUnit.SECONDS).toString());
        }
        if (onExpiry != null) {
            spec.put("onExpiry", onExpiry);
        }
        return spec;
    }

    private Map<String, Long> weights() throws VerbFailed {
        Map<String, Long> weights = new LinkedHashMap<>();
        for (String share : shares) {
            int equals = share.indexOf('=');
            String percent = share.substring(equals + 1).replaceFirst("%$", "");
            if (equals <= 0 || !percent.matches("[0-9]{1,9}")) {
                throw new VerbFailed(ExitCode.USAGE, PERCENT + ": \"" + share + "\" (expected: as in idc-b=100)");
            }
            if (weights.put(share.substring(0, equals), Long.parseLong(percent)) != null) {
                throw new VerbFailed(ExitCode.USAGE, PERCENT + ": \"" + share + "\" (expected: each IDC once)");
            }
        }
        return weights;
    }
}
