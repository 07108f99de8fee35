package io.spillway.wire.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Balancing;
import io.spillway.model.resource.HashSource;
import io.spillway.model.resource.SlowStart;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.SubsetFallback;
import io.spillway.model.resource.Subsets;
import org.jspecify.annotations.Nullable;

/** Fields of a Service's policy about how an endpoint is chosen; they stand beside the others of the policy. */
final class BalancingFields {

    private static final ScalarType<Integer> FACTOR = ScalarType.integer(0, 10_000);
    private static final ScalarType<Integer> LIMIT = ScalarType.integer(0, 100_000);
    private static final ScalarType<Integer> CAPACITY = ScalarType.integer(0, 1_000_000);

    private BalancingFields() {}

    static Balancing read(Decoder policy) {
        Balancing or = Balancing.DEFAULTS;
        Balancing read = new Balancing(policy.children("hash", BalancingFields::readSource),
                policy.optional("hashBalanceFactor", FACTOR, or.hashBalanceFactor()),
                policy.child("slowStart", BalancingFields::readSlowStart, or.slowStart()),
                policy.optional("spill", spills(), or.spill()),
                policy.optional("capacityPerWeight", CAPACITY, or.capacityPerWeight()),
                policy.optional("endpointLimit", LIMIT, or.endpointLimit()),
                policy.optional("failOnPanic", ScalarType.BOOL, or.failOnPanic()),
                policy.child("subsets", BalancingFields::readSubsets, or.subsets()));
        if (read.hashBalanceFactor() > 0 && read.hashBalanceFactor() < 100) {
            policy.violation("hashBalanceFactor", Integer.toString(read.hashBalanceFactor()), "0, or 100..10000");
        }
        return read;
    }

    static void write(Balancing balancing, Fields fields) {
        fields.items("hash", balancing.hash(), BalancingFields::write)
                .number("hashBalanceFactor", balancing.hashBalanceFactor())
                .put("slowStart",
                        new Fields().duration("window", balancing.slowStart().window())
                                .number("aggression", balancing.slowStart().aggression())
                                .number("minWeightPercent", balancing.slowStart().minWeightPercent()).tree())
                .text("spill", balancing.spill().word()).number("capacityPerWeight", balancing.capacityPerWeight())
                .number("endpointLimit", balancing.endpointLimit()).bool("failOnPanic", balancing.failOnPanic());
        Subsets subsets = balancing.subsets();
        if (!subsets.equals(Subsets.NONE)) {
            fields.put("subsets", new Fields()
                    .items("selectors", subsets.keys(), keys -> new Fields().texts("labels", keys).tree())
                    .text("fallback", subsets.fallback().name()).textMap("default", subsets.defaultLabels()).tree());
        }
    }

    private static HashSource readSource(Decoder source) {
        String header = source.optional("header", ScalarType.TEXT);
        String cookie = source.optional("cookie", ScalarType.TEXT);
        String query = source.optional("query", ScalarType.TEXT);
        boolean address = source.optional("sourceIp", ScalarType.BOOL, false);
        if (count(header, cookie, query) + (address ? 1 : 0) != 1) {
            source.violation("one of header, cookie, query, sourceIp: true");
        }
        return header != null
                ? new HashSource.Header(header.toLowerCase(Locale.ROOT))
                : cookie != null
                        ? new HashSource.Cookie(cookie)
                        : query != null ? new HashSource.Query(query) : new HashSource.SourceIp();
    }

    private static int count(@Nullable String... texts) {
        int count = 0;
        for (String text : texts) {
            count += text == null ? 0 : 1;
        }
        return count;
    }

    private static Tree write(HashSource source) {
        return switch (source) {
            case HashSource.Header(String name) -> new Fields().text("header", name).tree();
            case HashSource.Cookie(String name) -> new Fields().text("cookie", name).tree();
            case HashSource.Query(String name) -> new Fields().text("query", name).tree();
            case HashSource.SourceIp() -> new Fields().bool("sourceIp", true).tree();
        };
    }

    private static SlowStart readSlowStart(Decoder slowStart) {
        SlowStart or = SlowStart.DEFAULTS;
        return new SlowStart(slowStart.optional("window", ScalarType.DURATION, or.window()),
                slowStart.optional("aggression", ScalarType.integer(1, 10), or.aggression()),
                slowStart.optional("minWeightPercent", ScalarType.integer(0, 100), or.minWeightPercent()));
    }

    private static Subsets readSubsets(Decoder subsets) {
        Subsets or = Subsets.NONE;
        List<List<String>> keys = subsets.children("selectors", BalancingFields::readSelector);
        Map<String, String> labels = subsets.map("default", ScalarType.TEXT);
        if (keys.isEmpty() && subsets.clean()) {
            subsets.violation("selectors", "nothing",
                    "at least one list of labels: without it nothing can be asked for");
        }
        SubsetFallback fallback = subsets.optional("fallback", ScalarType.choice(SubsetFallback.class), or.fallback());
        if (fallback == SubsetFallback.DEFAULT && labels.isEmpty()) {
            subsets.violation("default", "nothing", "labels, because fallback is DEFAULT");
        }
        return new Subsets(keys, fallback, labels);
    }

    private static List<String> readSelector(Decoder selector) {
        List<String> labels = selector.list("labels", ScalarType.SOME_TEXT);
        if (labels.isEmpty() || Set.copyOf(labels).size() < labels.size()) {
            selector.violation("labels", labels.toString(), "at least one label, each once");
        }
        return labels;
    }

    private static ScalarType<SpillKind> spills() {
        Map<String, SpillKind> words = new LinkedHashMap<>();
        for (SpillKind kind : SpillKind.values()) {
            words.put(kind.word(), kind);
        }
        return ScalarType.choice(words);
    }
}
