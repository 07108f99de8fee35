package io.spillway.sync.source.file;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when the system sees a change in a folder. A hint only: many file systems say nothing, and all lose events. */
final class FolderHints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderHints.class);

    private final Path folder;
    private final Runnable hint;
    private final @Nullable WatchService service;
    private @Nullable WatchKey key; // owned by the session's thread

    private FolderHints(Path folder, Runnable hint, @Nullable WatchService service) {
        this.folder = folder;
        this.hint = hint;
        this.service = service;
    }

    static FolderHints start(Path folder, Runnable hint) {
        try {
            FolderHints hints = new FolderHints(folder, hint, folder.getFileSystem().newWatchService());
            Thread.ofPlatform().daemon().name("folder-hints").start(hints::run);
            return hints;
        } catch (IOException | UnsupportedOperationException none) {
            LOG.info("folder {}: no hints of changes: {}; it is looked at every poll", folder, none.getMessage());
            return new FolderHints(folder, hint, null);
        }
    }

    /** Makes sure that the folder that is there now is watched, which may be another than the last time. */
    void look() {
        WatchService watching = service;
        WatchKey before = key;
        if (watching != null && (before == null || !before.isValid())) {
            try {
                key = folder.register(watching, StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
            } catch (IOException notThere) {
                LOG.debug("folder {} is not watched: {}", folder, notThere.getMessage());
            }
        }
    }

    /** The folder may be another one under the same name. */
    void forget() {
        WatchKey before = key;
        if (before != null) {
            before.cancel();
            key = null;
        }
    }

    private void run() {
        WatchService watching = service;
        try {
            while (watching != null) {
                WatchKey signalled = watching.take();
                signalled.pollEvents();
                signalled.reset();
                hint.run();
            }
        } catch (ClosedWatchServiceException | InterruptedException end) {
            LOG.debug("folder {} is not watched any more", folder);
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.debug("folder {}: {}", folder, e.getMessage());
        }
    }
}
