package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/** Fields of TrafficShift. What the system assigns stands under status, all else under spec. */
final class ShiftFields {

    private static final ScalarType<Integer> PERCENT = ScalarType.integer(0, 100);
    private static final ScalarType<OnExpiry> ON_EXPIRY = ScalarType.lowerCaseChoice(OnExpiry.class);

    private ShiftFields() {}

    static TrafficShiftSpec read(Decoder spec) {
        ShiftScope scope = spec.child("scope", ShiftFields::readScope);
        Map<String, Integer> weights = spec.map("weights", PERCENT);
        weights.keySet().stream().filter(idc -> !Names.valid(idc)).forEach(
                idc -> spec.violation("weights", "IDC \"" + idc + "\"", "names of IDCs"));
        List<String> excluded = spec.list("excluded", Names.TYPE);
        boolean cleared = spec.optional("cleared", ScalarType.BOOL, false);
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        if (cleared && !weights.isEmpty()) {
            spec.violation("weights", "no weights, because the shift is cleared");
        } else if (!cleared && sum != 100 && spec.clean()) {
            spec.violation("weights", weights.isEmpty() ? "missing" : "sum " + sum, "percent per IDC, sum 100");
        }
        String reason = spec.required("reason", ScalarType.SOME_TEXT);
        return new TrafficShiftSpec(scope, weights, new LinkedHashSet<>(excluded), reason,
                spec.optional("expires", ScalarType.INSTANT), spec.optional("onExpiry", ON_EXPIRY, OnExpiry.ALARM),
                cleared, null, null);
    }

    static TrafficShiftSpec readStatus(Decoder status, TrafficShiftSpec spec) {
        status.keys();
        String author = status.optional("author", ScalarType.TEXT);
        Generation generation = status.optionalChild("generation",
                read -> new Generation(read.required("counter", ScalarType.longInteger(1, TopologyFields.LARGEST)),
                        read.required("idc", Names.TYPE)));
        return generation == null && author == null
                ? spec
                : new TrafficShiftSpec(spec.scope(), spec.weights(),
                        spec.excluded(), spec.reason(), spec.expires(), spec.onExpiry(), spec.cleared(), generation,
                        author);
    }

    static Tree write(TrafficShiftSpec spec) {
        Fields scope = switch (spec.scope()) {
            case ShiftScope.DrGroupScope(String name) -> new Fields().text("drGroup", name);
            case ShiftScope.ServiceScope(String name) -> new Fields().text("service", name);
            case ShiftScope.IdcScope(String name) -> new Fields().text("idc", name);
        };
        Fields weights = new Fields();
        spec.weights().forEach(weights::number);
        Fields fields = new Fields().put("scope", scope.tree());
        if (!spec.weights().isEmpty()) {
            fields.put("weights", weights.tree());
        }
        fields.texts("excluded", spec.excluded()).text("reason", spec.reason())
                .text("expires", spec.expires() == null ? null : spec.expires().toString())
                .text("onExpiry", onExpiryWord(spec.onExpiry()));
        return (spec.cleared() ? fields.bool("cleared", true) : fields).tree();
    }

    static @Nullable Tree writeStatus(TrafficShiftSpec spec) {
        Fields status = new Fields();
        if (spec.generation() instanceof Generation(long counter, String idc)) {
            status.put("generation", new Fields().number("counter", counter).text("idc", idc).tree());
        }
        Tree.Mapping tree = status.text("author", spec.author()).tree();
        return tree.fields().isEmpty() ? null : tree;
    }

    static String onExpiryWord(OnExpiry onExpiry) {
        return switch (onExpiry) {
            case ALARM -> "alarm";
            case CLEAR -> "clear";
        };
    }

    private static ShiftScope readScope(Decoder scope) {
        String drGroup = scope.optional("drGroup", Names.TYPE);
        String service = scope.optional("service", Names.TYPE);
        String idc = scope.optional("idc", Names.TYPE);
        List<ShiftScope> given = new ArrayList<>();
        if (drGroup != null) {
            given.add(new ShiftScope.DrGroupScope(drGroup));
        }
        if (service != null) {
            given.add(new ShiftScope.ServiceScope(service));
        }
        if (idc != null) {
            given.add(new ShiftScope.IdcScope(idc));
        }
        if (given.size() != 1) {
            scope.violation("one of drGroup, service, idc");
            return new ShiftScope.DrGroupScope("");
        }
        return given.getFirst();
    }
}
