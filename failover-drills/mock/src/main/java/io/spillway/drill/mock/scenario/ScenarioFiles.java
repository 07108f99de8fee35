package io.spillway.drill.mock.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.document.Documents;
import org.jspecify.annotations.Nullable;

/** Reads scenario files. */
public final class ScenarioFiles {

    private ScenarioFiles() {}

    /**
     * Returns the scenario of a file, with {@code ${NAME}} and {@code ${NAME:default}} replaced by what the environment
     * gives; throws with every violation when it is not one.
     */
    public static Scenario read(Path file, Function<String, @Nullable String> environment) throws ScenarioException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ScenarioException(file + " cannot be read: " + e.getMessage(), e);
        }
        return read(file.toString(), text, environment);
    }

    static Scenario read(String file, String text, Function<String, @Nullable String> environment)
            throws ScenarioException {
        List<Tree> trees = valid(file, Documents.parse(text, environment));
        if (trees.size() != 1) {
            throw new ScenarioException(file + ": " + trees.size() + " documents (expected: one)", null);
        }
        return valid(file, Decoder.decode(trees.getFirst(), ScenarioReader::read));
    }

    private static <T> T valid(String file, Decoded<T> decoded) throws ScenarioException {
        return switch (decoded) {
            case Decoded.Valid<T>(T value) -> value;
            case Decoded.Invalid<T>(List<Violation> violations) -> throw new ScenarioException(
                    violations.stream().map(each -> line(file, each)).collect(Collectors.joining("\n")), null);
        };
    }

    private static String line(String file, Violation violation) {
        var position = violation.position();
        return file + (position == null ? "" : ":" + position.line()) + ": " + violation.message();
    }
}
