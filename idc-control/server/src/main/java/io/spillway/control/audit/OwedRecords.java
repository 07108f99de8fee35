package io.spillway.control.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.spillway.model.document.Decoded;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Records of what was done without the chain, in the order in which it was done: they are owed to it. In a file of the node, one
 * in each line, on the disk before what they are about is done; a line that a crash has cut is none. Safe for use by any thread;
 * blocks for the disk.
 */
public final class OwedRecords {

    /** So many are owed at most: whoever does more without the chain is refused. */
    static final int MOST = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(OwedRecords.class);

    private final @Nullable Path file;
    private final List<AuditRecord> owed = new ArrayList<>(); // guarded by this
    private final List<AuditRecord> lingering = new ArrayList<>(); // guarded by this: owed no more, but still in the file
    private long given; // guarded by this: no two records of one process are alike

    private OwedRecords(@Nullable Path file) {
        this.file = file;
    }

    /** Returns records that are in memory only, and gone with the node. */
    public static OwedRecords inMemory() {
        return new OwedRecords(null);
    }

    /** Returns the records of a file, which need not exist; null: in memory only. What it owed before is owed still. */
    public static OwedRecords open(@Nullable Path file) {
        OwedRecords records = new OwedRecords(file);
        if (file != null) {
            records.read(file);
        }
        return records;
    }

    private synchronized void read(Path from) {
        try {
            for (String line : Files.readAllLines(from, US_ASCII)) {
                AuditRecord record = line.isEmpty() ? null : record(line);
                if (line.isEmpty()) {
                    continue;
                }
                if (record == null) {
                    LOG.warn("{}: a line that is no audit record is left out", from);
                } else {
                    owed.add(record);
                }
            }
        } catch (NoSuchFileException none) {
            // Nothing is owed.
        } catch (IOException e) {
            LOG.error("{}: records that are owed to the audit cannot be read", from, e);
        }
    }

    private static @Nullable AuditRecord record(String line) {
        try {
            return AuditRecord
                    .decode(Base64.getDecoder().decode(line)) instanceof Decoded.Valid<AuditRecord>(AuditRecord record)
                            ? record
                            : null;
        } catch (IllegalArgumentException notThat) {
            return null;
        }
    }

    /** Returns what tells a record that is owed from all others: 64 hexadecimal digits, the same in the next process. */
    static String id(AuditRecord record) {
        return AuditHead.NONE.with(record.encode()).hash();
    }

    /**
     * Owes a deed of that time.
     *
     * @return the record; as it stands in no chain, its sequence is a number that makes it another than all before
     * @throws IOException when it cannot be kept, so that what it is about must not be done
     */
    synchronized AuditRecord owe(Instant at, String node, AuditRecord.Deed deed) throws IOException {
        given++;
        AuditRecord record = new AuditRecord(given, at, node, 0, deed);
        add(record);
        return record;
    }

    /** Returns all that the next process would find: what is owed, and what could not be taken out of the file. */
    synchronized List<AuditRecord> all() {
        List<AuditRecord> all = new ArrayList<>(owed);
        all.addAll(lingering);
        return all;
    }

    /**
     * Owes one more.
     *
     * @throws IOException when it cannot be kept, so that what it is about must not be done
     */
    synchronized void add(AuditRecord record) throws IOException {
        if (owed.size() >= MOST) {
            throw new IOException(MOST + " records are owed to the audit (expected: fewer)");
        }
        if (file != null) {
            write(file, List.of(record), StandardOpenOption.APPEND);
            keep(file.toAbsolutePath().getParent());
        }
        owed.add(record);
    }

    /** Owes this one no more: it is in the chain, or what it is about was not done. */
    synchronized void remove(AuditRecord record) {
        owed.remove(record);
        if (file == null) {
            return;
        }
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            write(next, owed, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            keep(file.toAbsolutePath().getParent());
            lingering.clear();
        } catch (IOException e) {
            lingering.add(record);
            LOG.warn("{}: a record that is in the audit is still in the file", file, e);
        }
    }

    private static void write(Path to, List<AuditRecord> records, StandardOpenOption how) throws IOException {
        StringBuilder lines = new StringBuilder();
        // After a line that was cut.
        if (how == StandardOpenOption.APPEND) {
            lines.append('\n');
        }
        records.forEach(each -> lines.append(Base64.getEncoder().encodeToString(each.encode())).append('\n'));
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Else a file that was put in another's place comes back after a loss of power. */
    private static void keep(@Nullable Path folder) throws IOException {
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Returns the one that was done first; null when none is owed. */
    synchronized @Nullable AuditRecord first() {
        return owed.isEmpty() ? null : owed.getFirst();
    }

    /** Returns how many are owed. */
    synchronized int size() {
        return owed.size();
    }
}
