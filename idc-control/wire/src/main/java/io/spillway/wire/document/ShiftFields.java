package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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

    private static final int ALL = 100;
    private static final ScalarType<Integer> PERCENT = ScalarType.integer(0, ALL);
    private static final ScalarType<OnExpiry> ON_EXPIRY = ScalarType.lowerCaseChoice(OnExpiry.class);

    private ShiftFields() {}

    static TrafficShiftSpec read(Decoder spec) {
        ShiftScope scope = spec.child("scope", ShiftFields::readScope);
        Map<String, Integer> weights = spec.map("weights", PERCENT);
        noteNames(spec, "weights", weights.keySet());
        Map<String, Map<String, Integer>> weightsAt = spec.childrenByName("weightsAt", ShiftFields::readWeightsAt);
        noteNames(spec, "weightsAt", weightsAt.keySet());
        List<String> excluded = spec.list("excluded", Names.TYPE);
        boolean cleared = spec.optional("cleared", ScalarType.BOOL, false);
        int sum = sum(weights);
        if (cleared && !(weights.isEmpty() && weightsAt.isEmpty())) {
            spec.violation(weights.isEmpty() ? "weightsAt" : "weights", "no weights, because the shift is cleared");
        } else if (!cleared && sum != ALL && (!weights.isEmpty() || weightsAt.isEmpty()) && spec.clean()) {
            spec.violation("weights", weights.isEmpty() ? "missing" : "sum " + sum, "percent per IDC, sum 100");
        }
        String reason = spec.required("reason", ScalarType.SOME_TEXT);
        return new TrafficShiftSpec(scope, weights, weightsAt, new LinkedHashSet<>(excluded), reason,
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
                : new TrafficShiftSpec(spec.scope(), spec.weights(), spec.weightsAt(), spec.excluded(), spec.reason(),
                        spec.expires(), spec.onExpiry(), spec.cleared(), generation, author);
    }

    static Tree write(TrafficShiftSpec spec) {
        Fields scope = switch (spec.scope()) {
            case ShiftScope.DrGroupScope(String name) -> new Fields().text("drGroup", name);
            case ShiftScope.ServiceScope(String name) -> new Fields().text("service", name);
            case ShiftScope.IdcScope(String name) -> new Fields().text("idc", name);
        };
        Fields fields = new Fields().put("scope", scope.tree());
        if (!spec.weights().isEmpty()) {
            fields.put("weights", weights(spec.weights()));
        }
        if (!spec.weightsAt().isEmpty()) {
            Fields at = new Fields();
            spec.weightsAt().forEach((idc, each) -> at.put(idc, weights(each)));
            fields.put("weightsAt", at.tree());
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

    private static Map<String, Integer> readWeightsAt(Decoder weights) {
        Map<String, Integer> read = new LinkedHashMap<>();
        weights.keys().forEach(idc -> read.put(idc, weights.required(idc, PERCENT)));
        read.keySet().stream().filter(idc -> !Names.valid(idc))
                .forEach(idc -> weights.violation(idc, "IDC \"" + idc + "\"", "names of IDCs"));
        int sum = sum(read);
        if (sum != ALL && weights.clean()) {
            weights.violation(read.isEmpty() ? "percent per IDC, sum 100" : "percent per IDC, sum 100 and not " + sum);
        }
        return read;
    }

    private static void noteNames(Decoder spec, String key, Collection<String> idcs) {
        idcs.stream().filter(idc -> !Names.valid(idc))
                .forEach(idc -> spec.violation(key, "IDC \"" + idc + "\"", "names of IDCs"));
    }

    private static int sum(Map<String, Integer> weights) {
        return weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Tree weights(Map<String, Integer> percent) {
        Fields weights = new Fields();
        percent.forEach(weights::number);
        return weights.tree();
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
