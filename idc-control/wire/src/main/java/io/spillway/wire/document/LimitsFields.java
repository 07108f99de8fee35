package io.spillway.wire.document;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.DrGroupLimits;

/** What switch-overs of a DrGroup may do. */
final class LimitsFields {

    private static final ScalarType<Boolean> FROZEN = ScalarType
            .choice(new TreeMap<>(Map.of("allowed", false, "frozen", true)));

    private LimitsFields() {}

    static DrGroupLimits read(Decoder limits) {
        return new DrGroupLimits(limits.optional("moves", FROZEN, false),
                limits.optional("frozenBecause", ScalarType.SOME_TEXT),
                limits.children("freeze", LimitsFields::readFreeze),
                limits.optional("approveAbove", ScalarType.integer(0, 100), DrGroupLimits.NONE.approveAbove()));
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
        return fields.tree();
    }
}
