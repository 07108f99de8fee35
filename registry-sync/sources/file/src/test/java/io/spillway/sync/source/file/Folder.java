package io.spillway.sync.source.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import io.spillway.model.resource.Resource;
import io.spillway.sync.kit.SourceKit;
import io.spillway.sync.spi.Source;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.ResourceDocuments;

/** A folder with one file per entry. */
final class Folder implements SourceKit.Place {

    static final Duration SETTLE = Duration.ofSeconds(1);

    private final Path folder;

    Folder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public Source source() {
        return new FileSource(folder, SETTLE, Duration.ofSeconds(5));
    }

    @Override
    public void put(Resource entry) {
        replace(entry.name() + ".json", JsonText.write(ResourceDocuments.write(entry)));
    }

    @Override
    public void remove(String name) {
        act(() -> Files.delete(folder.resolve(name + ".json")));
    }

    @Override
    public void damage(String name) {
        replace(name + ".json", "{\"apiVersion\": \"spillway.io/v1\", \"kind\": \"Workl");
    }

    @Override
    public void silence() {
        act(() -> Files.move(folder, aside()));
    }

    @Override
    public void speak() {
        act(() -> Files.move(aside(), folder));
    }

    /** Writes a file under another name and renames it. */
    void replace(String file, String text) {
        act(() -> {
            Path written = folder.resolve("." + file + ".tmp");
            Files.writeString(written, text);
            Files.move(written, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** Writes into the file as it is. */
    void overwrite(String file, String text) {
        act(() -> Files.writeString(folder.resolve(file), text));
    }

    Path path() {
        return folder;
    }

    Path aside() {
        return folder.resolveSibling(folder.getFileName() + "-away");
    }

    static void act(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something with files. */
    @FunctionalInterface
    interface Action {

        void run() throws IOException;
    }
}
