package io.spillway.control.imports;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.node.TestNode;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OriginVersion;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.TraceRecord;
import io.spillway.wire.v1.ImportAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.imports.SyncClient.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** A message that was long under way must not bring back a service that is gone. */
class ResurrectionTest {

    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    private static Standing gone(OriginVersion version, Duration ago) {
        return new Standing(Map.of(), Map.of(), Map.of("orders", Memory.removed(version, false, NOW.minus(ago))), NOW);
    }

    private static Said said(long revision, Standing standing) {
        return Said.of(SyncClient.batch(entry("orders", revision, 1)).build()).newerThan(standing, "idc-b");
    }

    @Test
    void whatIsNotNewerThanTheRemovedIsSetAsideByName() {
        Standing standing = gone(new OriginVersion(1, 7), Duration.ofHours(23));
        for (long revision : List.of(1L, 7L)) {
            assertThat(said(revision, standing).entries()).isEmpty();
            assertThat(said(revision, standing).refused()).singleElement().satisfies(refused -> {
                assertThat(refused.getName()).isEqualTo("orders");
                assertThat(refused.getReason()).isEqualTo("version 1." + revision
                        + " (expected: newer than 1.7, in which the service was removed)");
            });
        }
        assertThat(said(8, standing).entries()).hasSize(1);
    }

    @Test
    void afterADayARemovalIsForgotten() {
        assertThat(said(1, gone(new OriginVersion(1, 7), Duration.ofHours(25))).entries()).hasSize(1);
    }

    @Test
    void removalsThatAreOverAndTheOldestOfTooManyAreSweptOut() {
        Map<String, TraceRecord> traces = new HashMap<>();
        OriginVersion version = new OriginVersion(1, 1);
        for (int i = 0; i < Memory.TOMBSTONES; i++) {
            traces.put("s-" + i, Memory.removed(version, false, NOW));
        }
        traces.put("old", Memory.removed(version, false, NOW.minus(Duration.ofHours(25))));
        traces.put("one-too-many", Memory.removed(version, false, NOW.minus(Duration.ofHours(2))));
        Standing standing = new Standing(Map.of(), Map.of(), traces, NOW);
        assertThat(new ImportEdits(ControlState.empty(), "idc-b", standing, new StoredRecords(), _ -> 0)
                .of(ImportGuard.judge(standing, List.of(), Set.of()), true))
                .extracting(step -> step.getFirst().operation().key())
                .containsExactlyInAnyOrder(RegistryKeys.trace("idc-b", "old"),
                        RegistryKeys.trace("idc-b", "one-too-many"));
    }

    @Test
    @Tag("slow")
    void aLateMessageAfterARemovalChangesNothingAlsoAfterARestart(@TempDir Path folder) throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders(); SyncClient sync = new SyncClient(node)) {
            sync.all(entry("empty", 5, 0), entry("orders", 5, 1), entry("other", 5, 1));
            sync.say(SyncClient.batch().addRemoved("empty"));
            assertThat(node.service().get(Kind.SERVICE_ENTRY, "empty.idc-b")).isEmpty();
        }
        try (TestNode node = TestNode.start(folder); SyncClient late = new SyncClient(node)) {
            ImportAnswer answer = late.news(entry("empty", 4, 3));
            assertThat(answer.getRefusedList()).singleElement()
                    .satisfies(refused -> assertThat(refused.getName()).isEqualTo("empty"));
            assertThat(node.service().get(Kind.SERVICE_ENTRY, "empty.idc-b")).isEmpty();
            late.news(entry("empty", 6, 3));
            assertThat(node.service().get(Kind.SERVICE_ENTRY, "empty.idc-b")).isPresent();
            assertThat(node.registry.range(RegistryKeys.TRACES).entries())
                    .as("it is remembered that it was gone, not that it is").singleElement()
                    .satisfies(entry -> assertThat(TraceRecord.decode(entry.value())).isInstanceOfSatisfying(
                            Decoded.Valid.class, valid -> assertThat(((TraceRecord) valid.value()).gone()).isNull()));
        }
    }
}
