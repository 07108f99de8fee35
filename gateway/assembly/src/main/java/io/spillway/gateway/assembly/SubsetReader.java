package io.spillway.gateway.assembly;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.spillway.gateway.route.Subset;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Reads which labels a route asks for. */
final class SubsetReader {
    private static final Set<String> KNOWN = Set.of("filter_metadata");

    private SubsetReader() {}

    /** Returns the labels of a route and of one of its clusters, whose word goes first; null when there are none. */
    static @Nullable Subset read(String route, Metadata ofRoute, Metadata ofCluster) {
        Map<String, String> labels = new HashMap<>(labels(route, ofRoute));
        labels.putAll(labels(route, ofCluster));
        return Subset.of(labels);
    }

    /** As in Envoy only what is under {@code envoy.lb} counts; what stands elsewhere would count for nobody. */
    private static Map<String, String> labels(String route, Metadata metadata) {
        Fields.only(metadata, KNOWN);
        for (String key : metadata.getFilterMetadataMap().keySet()) {
            if (!key.equals(XdsNames.METADATA_LABELS)) {
                throw Refusal.of("metadata_match of route " + route, key, XdsNames.METADATA_LABELS);
            }
        }
        Struct struct = metadata.getFilterMetadataOrDefault(XdsNames.METADATA_LABELS, Struct.getDefaultInstance());
        return texts("metadata_match of route " + route, struct);
    }

    /** Returns labels; a value that is no text is refused. */
    static Map<String, String> texts(String field, Struct struct) {
        Map<String, String> texts = new HashMap<>();
        for (Map.Entry<String, Value> one : struct.getFieldsMap().entrySet()) {
            if (!one.getValue().hasStringValue()) {
                throw Refusal.of(field + ", label " + one.getKey(), one.getValue().getKindCase(), "STRING_VALUE");
            }
            texts.put(one.getKey(), one.getValue().getStringValue());
        }
        return texts;
    }
}
