package io.spillway.control.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.control.service.AuditService.Page;
import io.spillway.model.document.Decoded;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.Transaction;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditExport;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditPruning;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Who;

import static org.assertj.core.api.Assertions.assertThat;

/** An embedded registry, the audits of nodes on it, and a clock that a test moves. */
final class AuditScene implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    final AtomicLong nanos = new AtomicLong();
    final Registry registry;

    AuditScene(Path folder) {
        this(EmbeddedRegistry.open(EmbeddedSettings.of(folder.resolve("registry"), "test"),
                Clock.systemUTC(), Ticker.system(), new Random(1)));
    }

    AuditScene(Registry registry) {
        this.registry = registry;
    }

    /** Returns the wish to prune up to that record what is 400 days old, exported as it stands. */
    AuditPruning exported(AuditLog log, long through) {
        AuditHead base = page(log, 1, 1).pruned().through();
        AuditExport export = new AuditExport(base);
        AuditHead last = base;
        for (AuditEntry each : records(log, base.sequence() + 1, (int) (through - base.sequence()))) {
            export.take(each);
            last = new AuditHead(each.place(), each.hash());
        }
        return new AuditPruning(last, export.end(), now().minus(Duration.ofDays(400)));
    }

    /** Returns what is wrong with the chain, as somebody finds who follows what the node says; empty when nothing is. */
    static String broken(AuditLog log) {
        Page.Records page = page(log, 1, 1000);
        AuditChain chain = new AuditChain(page.pruned().through(), List.of(), true);
        page.entries().forEach(chain::take);
        return chain.end(page.head()) ? "" : String.valueOf(chain.broken());
    }

    Instant now() {
        return NOW.plusNanos(nanos.get());
    }

    AuditLog node(String name) {
        return node(name, registry, OwedRecords.inMemory());
    }

    AuditLog node(String name, Registry through, OwedRecords owed) {
        return new AuditLog(name, through, nanos::get, this::now, new AuditObserver() {
        }, owed, "idc-a",
                AuditLog.PRUNE_AFTER);
    }

    void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    static Deed deed(String actor, String source) {
        return Deed.of(new Who(actor, "", source), "apply", List.of(), "", "done");
    }

    static void append(AuditLog log, int records) {
        for (int i = 0; i < records; i++) {
            assertThat(log.trail().commit(List.of(), List.of(), deed("alice", "")))
                    .isInstanceOf(CommitResult.Committed.class);
        }
    }

    void put(String key, byte[] value) {
        registry.commit(new Transaction(List.of(), List.of(Operation.put(key, value))));
    }

    void remove(String key) {
        registry.commit(new Transaction(List.of(), List.of(Operation.delete(key))));
    }

    static Page.Records page(AuditLog log, long from, int limit) {
        if (!(log.page(from, limit) instanceof Page.Records records)) {
            throw new AssertionError("no page");
        }
        return records;
    }

    static List<AuditEntry> records(AuditLog log, long from, int limit) {
        return page(log, from, limit).entries();
    }

    static AuditRecord record(AuditEntry entry) {
        if (!(entry.record() instanceof Decoded.Valid<AuditRecord>(AuditRecord record))) {
            throw new AssertionError("not readable");
        }
        return record;
    }

    @Override
    public void close() {
        registry.close();
    }
}
