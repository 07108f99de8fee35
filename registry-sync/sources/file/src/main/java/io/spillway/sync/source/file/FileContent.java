package io.spillway.sync.source.file;

import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.Resource;
import io.spillway.sync.spi.SourceProblem;
import io.spillway.wire.document.Documents;
import io.spillway.wire.document.ResourceDocuments;
import org.jspecify.annotations.Nullable;

/**
 * What a text says. Pure.
 *
 * @param entries WorkloadEntries in the order of the text
 * @param problems documents that were set aside: under the name of the entry, or of the file when nobody knows that name
 * @param unknown whether an entry may be set aside whose name nobody knows
 */
record FileContent(List<Resource> entries, List<SourceProblem> problems, boolean unknown) {

    FileContent {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    /** What became of reading a text. */
    sealed interface Read {

        /** It can be read as a whole. */
        record Good(FileContent content) implements Read {}

        /** It cannot. */
        record Bad(String reason) implements Read {}
    }

    /** Reads a text; {@code file} is its name, for problems. */
    static Read read(String file, String text) {
        return switch (Documents.parse(text)) {
            case Decoded.Invalid<List<Tree>>(List<Violation> violations) ->
                new Read.Bad(line(file, violations.getFirst()));
            case Decoded.Valid<List<Tree>>(List<Tree> documents) -> documents.isEmpty()
                    ? new Read.Bad(
                            file + ": no documents (expected: at least one WorkloadEntry; delete the file to remove its"
                                    + " entries)")
                    : new Read.Good(records(file, documents));
        };
    }

    private static FileContent records(String file, List<Tree> documents) {
        List<Resource> entries = new ArrayList<>();
        List<SourceProblem> problems = new ArrayList<>();
        boolean unknown = false;
        for (Tree document : single(documents)) {
            String name = name(document);
            switch (ResourceDocuments.read(document)) {
                case Decoded.Valid<Resource>(Resource entry) when entry.kind() == Kind.WORKLOAD_ENTRY ->
                    entries.add(entry);
                case Decoded.Valid<Resource>(Resource other) -> problems.add(new SourceProblem(file,
                        line(file, new Violation("/kind", "\"" + other.kind().kindName() + "\"",
                                "WorkloadEntry, which alone a source registers", document.position()))));
                case Decoded.Invalid<Resource>(List<Violation> violations) -> {
                    unknown |= name == null;
                    problems.add(new SourceProblem(name == null ? file : name, lines(file, violations)));
                }
            }
        }
        return new FileContent(entries, problems, unknown);
    }

    /** Lists are taken apart, so that one bad item does not keep the others away. */
    private static List<Tree> single(List<Tree> documents) {
        List<Tree> single = new ArrayList<>();
        for (Tree document : documents) {
            switch (document) {
                case Tree.Sequence sequence -> single.addAll(sequence.items());
                case Tree.Mapping mapping when ResourceDocuments.LIST.equals(text(mapping.get("kind")))
                        && mapping.get("items") instanceof Tree.Sequence items ->
                    single.addAll(items.items());
                case Tree other -> single.add(other);
            }
        }
        return single;
    }

    private static @Nullable String name(Tree document) {
        String name = document instanceof Tree.Mapping mapping
                && mapping.get("metadata") instanceof Tree.Mapping metadata
                        ? text(metadata.get("name"))
                        : null;
        return name != null && Names.valid(name) ? name : null;
    }

    private static @Nullable String text(@Nullable Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.value() instanceof String text ? text : null;
    }

    private static String lines(String file, List<Violation> violations) {
        return String.join("; ", violations.stream().map(violation -> line(file, violation)).toList());
    }

    private static String line(String file, Violation violation) {
        Position position = violation.position();
        return file + (position == null || !position.known() ? "" : ":" + position.line()) + ": "
                + violation.message();
    }
}
