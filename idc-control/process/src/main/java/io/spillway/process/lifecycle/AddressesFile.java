package io.spillway.process.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.model.document.Tree;
import io.spillway.process.config.HostPort;
import io.spillway.wire.document.JsonText;

/** Tells others where a process listens that was let choose its ports: {@code <dataDir>/addresses.json}. */
public final class AddressesFile {

    /** Name of the file in the data directory. */
    public static final String NAME = "addresses.json";

    private AddressesFile() {}

    /**
     * Writes the file whole or not at all.
     *
     * @param addresses by listener name, as in "admin", "ads", "entrance"
     */
    public static void write(Path dataDir, Map<String, HostPort> addresses) throws IOException {
        Map<String, Tree> fields = new LinkedHashMap<>();
        addresses.forEach((name, address) -> fields.put(name, Tree.text(address.toString())));
        Files.createDirectories(dataDir);
        Path written = dataDir.resolve(NAME + ".tmp");
        Files.writeString(written, JsonText.writeIndented(Tree.mapping(fields)) + "\n");
        Files.move(written, dataDir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what an earlier run left, so that nobody takes it for this run's. */
    public static void remove(Path dataDir) throws IOException {
        Files.deleteIfExists(dataDir.resolve(NAME));
    }
}
