package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Metadata;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.TrafficShiftSpec;
import org.jspecify.annotations.Nullable;

/**
 * Resources as documents. Strict: unknown keys, wrong types and impossible values are all named at once, by JSON pointer.
 * What stands under {@code status} is the system's and is not judged.
 */
public final class ResourceDocuments {

    /** The only version of the language. */
    public static final String API_VERSION = "spillway.io/v1";

    /** Kind of a document that holds others under {@code items}. */
    public static final String LIST = "List";

    private static final ScalarType<String> VERSION = ScalarType.choice(Map.of(API_VERSION, API_VERSION));
    private static final ScalarType<Kind> KIND = kinds();

    private ResourceDocuments() {}

    /** Returns the resource that one document says. */
    public static Decoded<Resource> read(Tree document) {
        return Decoder.decode(document, ResourceDocuments::readResource);
    }

    /**
     * Returns the resources of several documents in order, those of lists taken out of them; all or nothing. When there is
     * more than one resource, pointers begin with the number of the resource: "/2/spec/hosts".
     */
    public static Decoded<List<Resource>> readAll(List<Tree> documents) {
        List<Tree> single = new ArrayList<>();
        documents.forEach(document -> addSingle(document, single));
        List<Resource> resources = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < single.size(); i++) {
            String prefix = single.size() == 1 ? "" : "/" + i;
            switch (read(single.get(i))) {
                case Decoded.Valid<Resource>(Resource resource) -> resources.add(resource);
                case Decoded.Invalid<Resource>(List<Violation> found) -> found.forEach(each -> violations
                        .add(new Violation(prefix + each.pointer(), each.value(), each.expected(), each.position())));
            }
        }
        if (violations.isEmpty()) {
            addTwice(resources, single, violations);
        }
        return violations.isEmpty() ? new Decoded.Valid<>(resources) : new Decoded.Invalid<>(violations);
    }

    /** Returns the resources of a YAML or JSON text; all or nothing. */
    public static Decoded<List<Resource>> parse(String text) {
        return switch (Documents.parse(text)) {
            case Decoded.Valid<List<Tree>>(List<Tree> trees) -> readAll(trees);
            case Decoded.Invalid<List<Tree>>(List<Violation> violations) -> new Decoded.Invalid<>(violations);
        };
    }

    /** Returns the document that {@link #read} reads back as the same resource. */
    public static Tree.Mapping write(Resource resource) {
        Metadata metadata = resource.metadata();
        Fields named = new Fields().text("name", metadata.name()).textMap("labels", metadata.labels())
                .textMap("annotations", metadata.annotations());
        if (metadata.revision() != 0) {
            named.number("revision", metadata.revision());
        }
        Fields document = new Fields().text("apiVersion", API_VERSION).text("kind", resource.kind().kindName())
                .put("metadata", named.tree()).put("spec", SpecDocuments.write(resource.spec()));
        Tree status = SpecDocuments.writeStatus(resource.spec());
        return (status == null ? document : document.put("status", status)).tree();
    }

    /** Returns one document of kind List with the resources as items. */
    public static Tree.Mapping writeList(List<Resource> resources) {
        return new Fields().text("apiVersion", API_VERSION).text("kind", LIST)
                .put("items", Tree.sequence(resources.stream().map(ResourceDocuments::write).toList())).tree();
    }

    private static Resource readResource(Decoder document) {
        document.required("apiVersion", VERSION);
        Tree given = document.raw("kind");
        Kind kind = document.required("kind", KIND);
        boolean known = given instanceof Tree.Scalar scalar && scalar.value() instanceof String word
                && Kind.ofKindName(word) != null;
        Metadata metadata = document.child("metadata", ResourceDocuments::readMetadata);
        if (!known) {
            document.raw("spec");
            document.raw("status");
            return new Resource(Kind.DRILL, metadata, new DrillSpec(document.tree()));
        }
        Spec spec = document.child("spec", below -> SpecDocuments.read(kind, below));
        if (spec instanceof TrafficShiftSpec shift) {
            spec = document.child("status", status -> ShiftFields.readStatus(status, shift), shift);
            noteShiftName(document, metadata.name(), shift);
        } else {
            document.raw("status");
        }
        return new Resource(kind, metadata, spec);
    }

    private static void noteShiftName(Decoder document, String name, TrafficShiftSpec shift) {
        String expected = shift.scope().resourceName();
        if (!name.isEmpty() && !shift.scope().name().isEmpty() && !name.equals(expected)) {
            document.child("metadata", metadata -> {
                metadata.keys();
                metadata.violation("name", expected + ", after the scope");
                return name;
            });
        }
    }

    private static Metadata readMetadata(Decoder metadata) {
        return new Metadata(metadata.required("name", Names.TYPE), metadata.map("labels", ScalarType.TEXT),
                metadata.map("annotations", ScalarType.TEXT),
                metadata.optional("revision", ScalarType.longInteger(0, TopologyFields.LARGEST), 0L));
    }

    private static void addSingle(Tree document, List<Tree> single) {
        switch (document) {
            case Tree.Sequence sequence -> single.addAll(sequence.items());
            case Tree.Mapping mapping when isList(mapping.get("kind"))
                    && mapping.get("items") instanceof Tree.Sequence items ->
                single.addAll(items.items());
            case Tree other -> single.add(other);
        }
    }

    private static boolean isList(@Nullable Tree kind) {
        return kind instanceof Tree.Scalar scalar && LIST.equals(scalar.value());
    }

    private static void addTwice(List<Resource> resources, List<Tree> trees, List<Violation> violations) {
        Set<String> titles = new HashSet<>();
        for (int i = 0; i < resources.size(); i++) {
            if (!titles.add(resources.get(i).title())) {
                violations.add(new Violation("/" + i, resources.get(i).title() + " a second time",
                        "each resource once", trees.get(i).position().known() ? trees.get(i).position() : null));
            }
        }
    }

    private static ScalarType<Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(kind.kindName(), kind);
        }
        return ScalarType.choice(kinds);
    }
}
