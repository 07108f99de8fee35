package io.spillway.drill.churn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

/** The API's documents for what churns. Stateless. */
final class ChurnDocuments {

    private static final String API_VERSION = "spillway.io/v1";

    private ChurnDocuments() {}

    static String service(String name) {
        return document("Service", name, Map.of("hosts", List.of(name + ".test")));
    }

    static String workload(Change.Put put, String cluster) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("service", put.service());
        spec.put("group", "default");
        spec.put("cluster", cluster);
        spec.put("address", "127.0.0.1");
        spec.put("port", put.port());
        spec.put("weight", put.weight());
        spec.put("state", "UP");
        return document("WorkloadEntry", put.workload(), spec);
    }

    private static String document(String kind, String name, Map<String, Object> spec) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", API_VERSION);
        document.put("kind", kind);
        document.put("metadata", Map.of("name", name));
        document.put("spec", spec);
        return JsonText.write(Trees.of(document));
    }

    /** Returns the mapping that a text is, empty when it is something else. */
    static Map<?, ?> mapping(String text) {
        return switch (JsonText.parse(text)) {
            case Decoded.Valid<Tree>(Tree tree) when Trees.toJava(tree) instanceof Map<?, ?> map -> map;
            case Decoded.Valid<Tree> _,Decoded.Invalid<Tree> _ -> Map.of();
        };
    }

    /** Returns the workload that a resource of the API is, null when it is something else. */
    static Change.@Nullable Put read(Map<?, ?> resource) {
        if (resource.get("metadata") instanceof Map<?, ?> metadata && metadata.get("name") instanceof String name
                && resource.get("spec") instanceof Map<?, ?> spec && spec.get("service") instanceof String service
                && spec.get("port") instanceof Number port) {
            int weight = spec.get("weight") instanceof Number number ? number.intValue() : 100;
            return new Change.Put(name, service, port.intValue(), weight);
        }
        return null;
    }
}
