package io.spillway.process.config;

import java.util.List;

import io.spillway.model.document.Tree;

/** What became of reading a configuration file. */
public sealed interface LoadedConfig<T> {

    /**
     * The file is right.
     *
     * @param tree the file as read, with environment variables expanded
     */
    record Loaded<T>(T config, Tree tree) implements LoadedConfig<T> {}

    /**
     * The file cannot be used.
     *
     * @param lines all that is wrong, each as {@code file:line: key: value (expected: ...)}
     */
    record Refused<T>(List<String> lines) implements LoadedConfig<T> {

        public Refused {
            lines = List.copyOf(lines);
        }
    }
}
