package io.spillway.wire.document;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.Durations;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.AutomaticPolicy;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.SwitchOverSpec;

/** What switch-overs of a DrGroup may do. */
final class LimitsFields {

    private static final ScalarType<Boolean> FROZEN = ScalarType
            .choice(new TreeMap<>(Map.of("allowed", false, "frozen", true)));

    private LimitsFields() {}

    static DrGroupLimits read(Decoder limits) {
        return new DrGroupLimits(limits.optional("moves", FROZEN, false),
                limits.optional("frozenBecause", ScalarType.SOME_TEXT),
                limits.children("freeze", LimitsFields::readFreeze),
                limits.optional("approveAbove", ScalarType.integer(0, 100), DrGroupLimits.NONE.approveAbove()),
                limits.optionalChild("automatic", LimitsFields::readAutomatic));
    }

    private static AutomaticPolicy readAutomatic(Decoder automatic) {
        AutomaticPolicy usual = AutomaticPolicy.DEFAULT;
        Duration holdDown = automatic.optional("holdDown", ScalarType.DURATION, usual.holdDown());
        between(automatic, "holdDown", holdDown, AutomaticPolicy.SHORTEST_HOLD_DOWN, AutomaticPolicy.LONGEST_HOLD_DOWN);
        List<Integer> steps = SwitchFields.readSteps(automatic);
        Duration soak = automatic.optional("soak", ScalarType.DURATION, usual.soak());
        between(automatic, "soak", soak, Duration.ZERO, SwitchFields.LONGEST_SOAK);
        return new AutomaticPolicy(holdDown, steps.isEmpty() ? usual.steps() : steps, soak,
                automatic.optionalChild("return", LimitsFields::readReturn));
    }

    private static Duration readReturn(Decoder home) {
        Duration after = home.required("after", ScalarType.DURATION);
        if (home.clean()) {
            between(home, "after", after, AutomaticPolicy.SHORTEST_RETURN, SwitchOverSpec.EXPIRES);
        }
        return after;
    }

    private static void between(Decoder fields, String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            fields.violation(key, Durations.format(least) + " to " + Durations.format(most));
        }
    }

    private static DrGroupLimits.Freeze readFreeze(Decoder freeze) {
        Instant from = freeze.required("from", ScalarType.INSTANT);
        Instant until = freeze.required("until", ScalarType.INSTANT);
        if (!from.isBefore(until) && freeze.clean()) {
            freeze.violation("until", "a time after from, which is " + from);
        }
        return new DrGroupLimits.Freeze(from, until, freeze.required("reason", ScalarType.SOME_TEXT));
    }

    static Tree write(DrGroupLimits limits) {
        Fields fields = new Fields();
        if (limits.frozen()) {
            fields.text("moves", "frozen");
        }
        fields.text("frozenBecause", limits.frozenBecause()).items("freeze", limits.freeze(),
                each -> new Fields().text("from", each.from().toString()).text("until", each.until().toString())
                        .text("reason", each.reason()).tree());
        if (limits.approveAbove() != DrGroupLimits.NONE.approveAbove()) {
            fields.number("approveAbove", limits.approveAbove());
        }
        AutomaticPolicy automatic = limits.automatic();
        return automatic == null ? fields.tree() : fields.put("automatic", write(automatic)).tree();
    }

    private static Tree write(AutomaticPolicy automatic) {
        Fields fields = new Fields().duration("holdDown", automatic.holdDown())
                .items("steps", automatic.steps(), step -> Tree.number(step)).duration("soak", automatic.soak());
        Duration after = automatic.returnAfter();
        return after == null
                ? fields.tree()
                : fields.put("return", new Fields().duration("after", after).tree()).tree();
    }
}
