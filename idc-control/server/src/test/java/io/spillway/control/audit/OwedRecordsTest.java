package io.spillway.control.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Who;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What was done without the chain is owed to it, also by the next process of the node. */
class OwedRecordsTest {

    @TempDir
    Path folder;

    private static AuditRecord record(String actor) {
        return new AuditRecord(0, Instant.EPOCH, "control-1", 0,
                Deed.of(new Who(actor, "breakglass", "192.0.2.7"), "delete", List.of(), "it burns", "done"));
    }

    @Test
    void theNextProcessOwesWhatThisOneDid() throws Exception {
        Path file = folder.resolve("audit-owed");
        OwedRecords records = OwedRecords.open(file);
        records.add(record("ann"));
        records.add(record("bob"));
        records.add(record("carl"));
        records.remove(record("bob"));
        OwedRecords next = OwedRecords.open(file);
        assertThat(next.size()).isEqualTo(2);
        assertThat(next.first()).isEqualTo(record("ann"));
        next.remove(record("ann"));
        assertThat(OwedRecords.open(file).first()).isEqualTo(record("carl"));
    }

    @Test
    void aLineThatACrashHasCutIsNoneAndTheNextOneIsWhole() throws Exception {
        Path file = folder.resolve("audit-owed");
        OwedRecords.open(file).add(record("ann"));
        Files.writeString(file, "AAAA", US_ASCII, StandardOpenOption.APPEND);
        OwedRecords.open(file).add(record("bob"));
        OwedRecords next = OwedRecords.open(file);
        assertThat(next.size()).isEqualTo(2);
        next.remove(record("ann"));
        assertThat(next.first()).isEqualTo(record("bob"));
    }

    @Test
    void whatCannotBeKeptIsRefused() throws Exception {
        OwedRecords nowhere = OwedRecords.open(folder.resolve("gone").resolve("audit-owed"));
        assertThatThrownBy(() -> nowhere.add(record("ann"))).isInstanceOf(IOException.class);
        assertThat(nowhere.first()).isNull();
        OwedRecords records = OwedRecords.inMemory();
        for (int i = 0; i < OwedRecords.MOST; i++) {
            records.add(record("ann"));
        }
        assertThatThrownBy(() -> records.add(record("ann"))).hasMessageContaining("1000 records are owed");
    }
}
