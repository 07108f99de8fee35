package io.spillway.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.model.document.Tree;
import io.spillway.sync.ingest.SourceView;
import io.spillway.wire.document.Trees;

/** The admin page {@code /sources}: what each source gives, what is set aside, what is held. */
final class SourcesPage {

    private SourcesPage() {}

    static Tree of(List<SourceView> views, Instant now) {
        return Trees.of(Map.of("sources", views.stream().map(view -> source(view, now)).toList()));
    }

    private static Map<String, Object> source(SourceView view, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("source", view.source());
        fields.put("place", view.place());
        fields.put("state", view.state().name());
        fields.put("reason", view.reason());
        Instant lastData = view.lastData();
        if (lastData != null) {
            fields.put("ageMillis", Math.max(0, Duration.between(lastData, now).toMillis()));
        }
        fields.put("whole", view.whole());
        fields.put("control", view.api().isEmpty() ? "answers" : view.api());
        fields.put("registered", view.counts().registered());
        fields.put("waiting", view.counts().waiting());
        fields.put("leaving", view.counts().leaving());
        fields.put("held", named(view.held()));
        fields.put("aside", named(view.aside()));
        return fields;
    }

    private static List<Map<String, Object>> named(Map<String, String> reasons) {
        return new TreeMap<>(reasons).entrySet().stream()
                .map(each -> Map.<String, Object>of("name", each.getKey(), "reason", each.getValue())).toList();
    }
}
