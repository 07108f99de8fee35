package io.spillway.sync;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.Names;
import io.spillway.sync.ingest.IngestSettings;
import io.spillway.sync.spi.Source;
import io.spillway.sync.spi.SourceKind;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of one place that workloads come from.
 *
 * @param source where workloads come from; null when its kind is unknown, and then the start is refused
 */
record SourceConfig(IngestSettings settings, @Nullable Source source) {

    private static final Duration LONGEST_CONFIRM = Duration.ofHours(1);
    private static final ScalarType<Integer> WRITES = ScalarType.integer(1, 10_000);

    /** Reads all sources by name. */
    static Map<String, SourceConfig> readAll(Decoder config) {
        Map<String, SourceKind> kinds = new TreeMap<>();
        ServiceLoader.load(SourceKind.class).forEach(kind -> kinds.put(kind.kind(), kind));
        Map<String, SourceConfig> sources = new LinkedHashMap<>();
        config.childrenByName("sources", source -> read(source, kinds)).forEach((name, read) -> {
            if (!Names.valid(name)) {
                config.violation("sources", "\"" + name + "\"", Names.TYPE.expected());
            }
            IngestSettings settings = read.settings();
            sources.put(name, new SourceConfig(new IngestSettings(name, settings.confirmAfter(),
                    settings.deleteAfter(), settings.writesPerSecond()), read.source()));
        });
        return sources;
    }

    private static SourceConfig read(Decoder source, Map<String, SourceKind> kinds) {
        String word = source.required("kind", ScalarType.TEXT);
        Duration confirm = source.optional("confirmAfter", ScalarType.DURATION, IngestSettings.CONFIRM_AFTER);
        if (confirm.isZero() || confirm.compareTo(LONGEST_CONFIRM) > 0) {
            source.violation("confirmAfter", "duration of more than 0s and at most 1h");
        }
        IngestSettings settings = new IngestSettings("", confirm, IngestSettings.DELETE_AFTER,
                source.optional("writesPerSecond", WRITES, IngestSettings.WRITES_PER_SECOND));
        SourceKind kind = kinds.get(word);
        if (kind == null) {
            source.keys();
            if (!word.isEmpty()) {
                source.violation("kind", "one of " + String.join(", ", kinds.keySet()));
            }
            return new SourceConfig(settings, null);
        }
        return new SourceConfig(settings, kind.read(source));
    }
}
