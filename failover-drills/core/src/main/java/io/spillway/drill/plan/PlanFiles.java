package io.spillway.drill.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.spillway.drill.fleet.Topology;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.document.Documents;

/** Reads drill and topology files. */
public final class PlanFiles {

    private PlanFiles() {}

    /** Returns the drill of a file; throws with every violation when it is not one. */
    public static DrillPlan drill(Path file) throws PlanException {
        return read(file, DrillReader::read);
    }

    /** Returns the topology of a file; throws with every violation when it is not one. */
    public static Topology topology(Path file) throws PlanException {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
        return read(file, decoder -> TopologyReader.read(decoder, folder));
    }

    private static <T> T read(Path file, Function<Decoder, T> reader) throws PlanException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new PlanException(file + " cannot be read: " + e.getMessage(), e);
        }
        List<Tree> trees = valid(file, Documents.parse(text));
        if (trees.size() != 1) {
            throw new PlanException(file + ": " + trees.size() + " documents (expected: one)", null);
        }
        return valid(file, Decoder.decode(trees.getFirst(), reader));
    }

    private static <T> T valid(Path file, Decoded<T> decoded) throws PlanException {
        return switch (decoded) {
            case Decoded.Valid<T>(T value) -> value;
            case Decoded.Invalid<T>(List<Violation> violations) -> throw new PlanException(
                    violations.stream().map(each -> line(file, each)).collect(Collectors.joining("\n")), null);
        };
    }

    private static String line(Path file, Violation violation) {
        var position = violation.position();
        return file + (position == null ? "" : ":" + position.line()) + ": " + violation.message();
    }
}
