package io.spillway.registry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.spillway.registry.RegistryStartException;
import org.jspecify.annotations.Nullable;

/** The right of one process to the files. The system takes it back when the process ends, however it ends. */
final class ProcessLock implements AutoCloseable {

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock or says who has it. {@code holder} is what another process will be told about this one. */
    static ProcessLock take(Path file, String holder) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new RegistryStartException("registry: " + file + " is held by " + Files.readString(file).strip()
                        + ": one embedded registry belongs to one process; stop the other one first");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            return new ProcessLock(channel);
        } catch (IOException e) {
            throw new RegistryStartException("registry: " + file + " cannot be locked: " + e, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("lock file cannot be closed", e);
        }
    }
}
