package io.spillway.registry.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import io.spillway.registry.RegistryStartException;
import org.jspecify.annotations.Nullable;

/** What this node remembers over its restarts: the registry that it knows, and the newest revision that it saw there. */
final class IdentityFile {

    private final Path file;

    IdentityFile(Path file) {
        this.file = file;
    }

    /** Returns null before the first contact. Throws {@link RegistryStartException} when the file is damaged. */
    @Nullable
    Remembered load() {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            Map<String, String> fields = Identity.fields(Files.readString(file));
            return new Remembered(new Identity(Long.parseUnsignedLong(required(fields, "cluster"), 16),
                    required(fields, "token"), "", Long.parseLong(required(fields, "epoch")),
                    Long.parseLong(required(fields, "identityRevision"))),
                    Long.parseLong(required(fields, "revision")));
        } catch (IOException | IllegalArgumentException e) {
            throw new RegistryStartException("registry: " + file + " cannot be read: " + e.getMessage()
                    + ". It says which etcd this node knows. Delete it only if the etcd that is configured is the right one",
                    e);
        }
    }

    /** Writes whole or not at all; {@code durable} also survives loss of power. */
    void save(Remembered remembered, boolean durable) {
        Identity identity = remembered.identity();
        String text = "cluster=" + Long.toHexString(identity.cluster()) + "\ntoken=" + identity.token() + "\nepoch="
                + identity.epoch() + "\nidentityRevision=" + identity.modRevision() + "\nrevision="
                + remembered.revision()
                + "\n";
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                if (durable) {
                    channel.force(true);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("registry: " + file + " cannot be written", e);
        }
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    record Remembered(Identity identity, long revision) {}
}
