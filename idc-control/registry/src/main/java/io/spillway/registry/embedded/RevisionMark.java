package io.spillway.registry.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The newest revision that was acknowledged to anybody, in a file of its own. An MVStore whose tail is damaged opens
 * silently at an older version, which is right after a crash (the tail was never acknowledged) and a lost world when
 * the disk or a person damaged it. This mark tells the two apart, and tells a first start from a file that is gone.
 *
 * <p>It is written after the store is synced and before the answer, without a sync of its own: it survives the death of
 * the process; after loss of power it may be older than the store, which is harmless.
 */
final class RevisionMark implements AutoCloseable {

    private static final int BYTES = 16;

    private final FileChannel channel;

    private RevisionMark(FileChannel channel) {
        this.channel = channel;
    }

    static RevisionMark open(Path file) throws IOException {
        return new RevisionMark(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    }

    /** The newest acknowledged revision; 0 when the mark was never written or is itself damaged. */
    long read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        if (channel.read(buffer, 0) < BYTES) {
            return 0;
        }
        buffer.flip();
        long revision = buffer.getLong();
        return buffer.getLong() == checksum(revision) ? revision : 0;
    }

    void write(long revision) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).putLong(revision).putLong(checksum(revision)).flip();
        channel.write(buffer, 0);
    }

    @Override
    public void close() throws IOException {
        channel.force(true);
        channel.close();
    }

    private static long checksum(long revision) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(revision).flip());
        return crc.getValue();
    }
}
