package io.spillway.ctl.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Resource;
import io.spillway.wire.document.Documents;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.ResourceDocuments;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Resources in files, as {@code -f} names them. */
final class ResourceFiles {

    private static final String STANDARD_INPUT = "-";

    @Option(names = {"-f",
            "--file"}, paramLabel = "FILE|DIR", required = true, order = 1, description = "File, or folder whose .yaml, .yml and .json files are meant; - is standard input. May be repeated.")
    List<String> files = List.of();

    @Option(names = {"-R", "--recursive"}, order = 2, description = "The folders below, too.")
    boolean recursive;

    /** A resource and where it stands. */
    record Found(String file, Tree tree, Resource resource) {

        /** Returns how people know it. */
        String place() {
            return file + ": " + resource.title();
        }

        /** Returns kind and name as they stand in addresses. */
        String address() {
            return resource.kind().plural() + "/" + resource.name();
        }
    }

    /** Returns all resources in order; ends the verb with every violation of all files. */
    List<Found> read(InputStream input) throws VerbFailed {
        List<Found> found = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (String name : names()) {
            readOne(name, text(name, input), found, wrong);
        }
        Map<String, Found> seen = new HashMap<>();
        for (Found each : found) {
            Found earlier = seen.putIfAbsent(each.resource.title(), each);
            if (earlier != null) {
                wrong.add(each.place() + " a second time (first in " + earlier.file + ")");
            }
        }
        if (!wrong.isEmpty()) {
            List<String> lines = new ArrayList<>(List.of("invalid: " + count(wrong.size(), "error")));
            lines.addAll(wrong);
            throw new VerbFailed(ExitCode.FAILED, lines);
        }
        if (found.isEmpty()) {
            throw new VerbFailed(ExitCode.USAGE, "no resource in " + String.join(", ", files));
        }
        return found;
    }

    /** Returns the body of a request about these resources, as they were written. */
    static String body(List<Found> found) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("apiVersion", ResourceDocuments.API_VERSION);
        list.put("kind", ResourceDocuments.LIST);
        list.put("items", found.stream().map(Found::tree).toList());
        return JsonText.write(Trees.of(list));
    }

    /** Returns where the thing stands that a JSON pointer into {@link #body} means. */
    static String place(List<Found> found, String pointer) {
        if (found.size() == 1) {
            return found.getFirst().file + ": " + pointer;
        }
        String[] parts = pointer.split("/", 3);
        if (parts.length < 2 || !parts[1].matches("[0-9]{1,6}") || Integer.parseInt(parts[1]) >= found.size()) {
            return pointer;
        }
        String rest = parts.length > 2 ? ": /" + parts[2] : "";
        return found.get(Integer.parseInt(parts[1])).place() + rest;
    }

    static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static void readOne(String name, String text, List<Found> found, List<String> wrong) {
        List<Tree> single = new ArrayList<>();
        Decoded<List<Resource>> decoded = switch (Documents.parse(text)) {
            case Decoded.Invalid<List<Tree>>(List<Violation> violations) -> new Decoded.Invalid<>(violations);
            case Decoded.Valid<List<Tree>>(List<Tree> trees) -> {
                trees.forEach(tree -> addSingle(tree, single));
                yield ResourceDocuments.readAll(trees);
            }
        };
        switch (decoded) {
            case Decoded.Invalid<List<Resource>>(List<Violation> violations) -> violations
                    .forEach(
                            violation -> wrong.add(name + position(violation.position()) + ": " + violation.message()));
            case Decoded.Valid<List<Resource>>(List<Resource> resources) -> {
                for (int i = 0; i < resources.size(); i++) {
                    found.add(new Found(name, single.get(i), resources.get(i)));
                }
            }
        }
    }

    /** Takes lists apart, in the order of {@link ResourceDocuments#readAll}. */
    private static void addSingle(Tree tree, List<Tree> single) {
        switch (tree) {
            case Tree.Sequence sequence -> single.addAll(sequence.items());
            case Tree.Mapping mapping when Tree.text(ResourceDocuments.LIST).equals(mapping.get("kind"))
                    && mapping.get("items") instanceof Tree.Sequence items ->
                single.addAll(items.items());
            case Tree other -> single.add(other);
        }
    }

    private static String position(@Nullable Position position) {
        return position != null && position.known() ? ":" + position.line() + ":" + position.column() : "";
    }

    private static String text(String name, InputStream input) throws VerbFailed {
        try {
            return name.equals(STANDARD_INPUT)
                    ? new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(name));
        } catch (MalformedInputException notText) {
            throw new VerbFailed(ExitCode.USAGE, name + " is not UTF-8 text");
        } catch (IOException e) {
            throw new VerbFailed(ExitCode.USAGE, name + " cannot be read: " + Failures.reason(e));
        }
    }

    private List<String> names() throws VerbFailed {
        List<String> names = new ArrayList<>();
        for (String given : files) {
            Path path = Path.of(given);
            if (given.equals(STANDARD_INPUT) || !Files.isDirectory(path)) {
                names.add(given);
                continue;
            }
            try (Stream<Path> below = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
                below.filter(file -> file.toString().matches(".*\\.(yaml|yml|json)") && Files.isRegularFile(file))
                        .sorted()
                        .forEach(file -> names.add(file.toString()));
            } catch (IOException | UncheckedIOException e) {
                throw new VerbFailed(ExitCode.USAGE, given + " cannot be read: " + Failures.reason(e));
            }
        }
        return names;
    }
}
