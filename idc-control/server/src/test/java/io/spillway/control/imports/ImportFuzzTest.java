package io.spillway.control.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.control.node.TestNode;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Generation;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.TrafficShift;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Reports as no registry-sync makes them: each is answered, and what is imported is such that others can use it. */
@Tag("slow")
class ImportFuzzTest {

    private static final List<SwitchOverState> STATES = List.of(SwitchOverState.values());

    private static final int REPORTS = 400;
    private static final String[] NAMES = {"orders", "other", "a", "", "UPPER", "a/b", "../x", "x.idc-c",
            "n".repeat(129), "n".repeat(125), "\u0000", "service with blanks"};

    @TempDir
    Path folder;

    private static int number(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> -1; // as an unsigned number the largest
            case 2 -> Integer.MAX_VALUE;
            default -> random.nextInt(10);
        };
    }

    private static String name(Random random) {
        return NAMES[random.nextInt(NAMES.length)];
    }

    private static ServiceEntry entry(Random random) {
        ServiceEntry.Builder entry = SyncClient.entry(name(random), random.nextInt(20), random.nextInt(8)).toBuilder();
        switch (random.nextInt(6)) {
            case 0 -> entry.setIdc(name(random));
            case 1 -> entry.getVersionBuilder().setEpoch(random.nextLong());
            case 2 -> entry.addGroups(SyncClient.group(name(random), 1).toBuilder().setDeclared(number(random))
                    .setHealthy(number(random)).setDeclaredWeight(number(random)).setCapacity(number(random)));
            case 3 -> entry.getGatewaysBuilder(0).setPort(number(random)).setHost(name(random));
            case 4 -> {
                for (int i = random.nextInt(200); i > 0; i--) {
                    entry.addGroups(SyncClient.group("g-" + i, 1));
                }
            }
            default -> entry.clearGateways();
        }
        return entry.build();
    }

    private static TrafficShift shift(Random random) {
        return TrafficShift.newBuilder().setSchema(number(random))
                .setScope(random.nextBoolean() ? "drgroup/core" : "drgroup/" + name(random))
                .setGeneration(Generation.newBuilder().setCounter(random.nextInt(5))
                        .setIdc(random.nextBoolean() ? "idc-b" : name(random)))
                .putWeights("idc-a", 100 - random.nextInt(3)).putWeights(name(random), number(random))
                .setOnExpiry(random.nextBoolean() ? "alarm" : name(random)).setReason(name(random))
                .putSeen(name(random), random.nextLong()).setExpiresUnixMillis(random.nextLong()).build();
    }

    private static Batch.Builder batch(Random random) {
        Batch.Builder batch = Batch.newBuilder().setPeer("idc-b").setFull(random.nextInt(4) == 0);
        for (int i = random.nextInt(6); i > 0; i--) {
            batch.addEntries(entry(random));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            batch.addRemoved(name(random));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            batch.addShifts(shift(random));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            batch.addSwitchOvers(SwitchOvers.told("evening-" + random.nextInt(3), 1 + random.nextInt(4),
                    random.nextInt(9), STATES.get(random.nextInt(STATES.size())),
                    random.nextBoolean() ? "drgroup/core" : "drgroup/" + name(random)));
            batch.addProgress(SwitchOvers.said("evening-" + random.nextInt(3), "idc-b", random.nextInt(9),
                    random.nextInt(60)).toBuilder().setFleet(random.nextInt(60)).addLate(name(random)));
        }
        return random.nextInt(5) == 0 ? damaged(random, batch) : batch;
    }

    /** Flips bytes; what is no message any more would not get as far as here. */
    private static Batch.Builder damaged(Random random, Batch.Builder batch) {
        byte[] bytes = batch.build().toByteArray();
        for (int i = 0; i < 3 && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
            return Batch.parseFrom(bytes).toBuilder().setPeer("idc-b");
        } catch (InvalidProtocolBufferException broken) {
            return batch;
        }
    }

    @Test
    void everyReportIsAnsweredAndNothingUnusableIsImported() throws Exception {
        long seed = 20_261_127;
        Random random = new Random(seed);
        try (TestNode node = TestNode.start(folder).withOrders(); SyncClient sync = new SyncClient(node)) {
            for (int i = 0; i < REPORTS; i++) {
                sync.say(batch(random));
            }
            assertThat(node.service().list(Kind.SERVICE_ENTRY).resources()).as("seed %d", seed).isNotEmpty()
                    .allSatisfy(ImportFuzzTest::isUsable);
            assertThat(node.service().check().findings()).noneMatch(one -> one.rule().equals("unreadable-record")
                    || one.rule().equals("not-built"));
            sync.say(Batch.newBuilder().setPeer("idc-b").addEntries(SyncClient.entry("sane", 1, 1)));
            assertThat(node.service().get(Kind.SERVICE_ENTRY, "sane.idc-b")).isPresent();
        }
    }

    private static void isUsable(Resource resource) {
        ServiceEntrySpec entry = (ServiceEntrySpec) resource.spec();
        assertThat(entry.idc()).isEqualTo("idc-b");
        assertThat(entry.groups()).hasSizeLessThanOrEqualTo(ImportRecords.MAX_GROUPS)
                .allSatisfy(group -> assertThat(group.healthy()).isBetween(0, group.declared()));
    }
}
