package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes a shift back. */
@Command(name = "clear", description = "Takes a shift back: traffic goes home again. Written with the next generation.")
final class ShiftClearVerb extends ShiftWrite {

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "cleared", order = 1, description = "Why; everybody sees it (default: cleared).")
    String reason = "cleared";

    ShiftClearVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    @Nullable
    Map<String, Object> wanted(@Nullable JsonView current) {
        if (current == null || current.at("spec").isTrue("cleared")) {
            return null;
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("cleared", true);
        spec.put("reason", reason);
        return spec;
    }
}
