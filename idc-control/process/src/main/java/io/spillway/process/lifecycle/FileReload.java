package io.spillway.process.lifecycle;

import java.nio.file.Path;
import java.util.function.Function;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.process.config.ConfigFile;
import io.spillway.process.config.LoadedConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a process's configuration file again while it runs. Safe for all threads. */
final class FileReload<T> {

    private static final Logger LOG = LoggerFactory.getLogger(FileReload.class);

    private final String name;
    private final Function<Decoder, T> reader;
    private final Path file;
    private final Tree atStart;
    /** The last that was not refused. Guarded by this. */
    private Tree inForce;

    FileReload(String name, Function<Decoder, T> reader, Path file, Tree atStart) {
        this.name = name;
        this.reader = reader;
        this.file = file;
        this.atStart = atStart;
        this.inForce = atStart;
    }

    /** Reads it; one that is refused changes nothing but what hangs on other files. */
    synchronized void run(Function<String, @Nullable String> environment, Reloads reloads) {
        LOG.info("{}: SIGHUP -> reloading", name);
        switch (ConfigFile.load(file, reader, environment)) {
            case LoadedConfig.Refused<T> refused -> {
                refused.lines().forEach(line -> LOG.error("{}: {}: the file as it was stays in force", name, line));
                reloads.refused();
            }
            case LoadedConfig.Loaded<T>(T _, Tree tree) -> inForce = tree;
        }
        reloads.run(atStart, inForce).forEach(line -> LOG.info("{}: reload: {}", name, line));
    }
}
