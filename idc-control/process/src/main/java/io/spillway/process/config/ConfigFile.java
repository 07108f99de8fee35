package io.spillway.process.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import io.spillway.wire.document.Documents;
import org.jspecify.annotations.Nullable;

/** Reads the YAML configuration of a process; strict, and with all that is wrong named at once. */
public final class ConfigFile {

    private ConfigFile() {}

    /**
     * Returns what {@code reader} makes of the file.
     *
     * @param environment gives the values of {@code ${NAME}}, null for a variable that is not set
     */
    public static <T> LoadedConfig<T> load(Path file, Function<Decoder, T> reader,
            Function<String, @Nullable String> environment) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException missing) {
            return new LoadedConfig.Refused<>(List.of(file + ": no such file"));
        } catch (CharacterCodingException binary) {
            return new LoadedConfig.Refused<>(List.of(file + ": not text in UTF-8"));
        } catch (IOException unreadable) {
            return new LoadedConfig.Refused<>(List.of(file + ": cannot be read: " + unreadable.getMessage()));
        }
        return parse(file.toString(), text, reader, environment);
    }

    private static <T> LoadedConfig<T> parse(String file, String text, Function<Decoder, T> reader,
            Function<String, @Nullable String> environment) {
        return switch (Documents.parse(text, environment)) {
            case Decoded.Invalid<List<Tree>>(List<Violation> violations) -> refused(file, violations);
            case Decoded.Valid<List<Tree>>(List<Tree> trees) when trees.size() > 1 -> refused(file,
                    List.of(new Violation("", trees.size() + " documents", "one", trees.get(1).position())));
            case Decoded.Valid<List<Tree>>(List<Tree> trees) -> {
                Tree tree = trees.isEmpty() ? Tree.mapping(Map.of()) : trees.getFirst();
                yield switch (Decoder.decode(tree, reader)) {
                    case Decoded.Valid<T>(T config) -> new LoadedConfig.Loaded<>(config, tree);
                    case Decoded.Invalid<T>(List<Violation> violations) -> refused(file, violations);
                };
            }
        };
    }

    private static <T> LoadedConfig<T> refused(String file, List<Violation> violations) {
        return new LoadedConfig.Refused<>(violations.stream().map(violation -> line(file, violation)).toList());
    }

    private static String line(String file, Violation violation) {
        String place = violation.position() == null ? file : file + ":" + violation.position().line();
        return place + ": " + key(violation.pointer()) + ": " + violation.value() + " (expected: "
                + violation.expected() + ")";
    }

    /** Returns the pointer as people write keys: "limits.headerCount". */
    private static String key(String pointer) {
        return pointer.isEmpty()
                ? "document"
                : pointer.substring(1).replace('/', '.').replace("~1", "/")
                        .replace("~0", "~");
    }
}
