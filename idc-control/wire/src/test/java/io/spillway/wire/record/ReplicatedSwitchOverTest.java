package io.spillway.wire.record;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Sight;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.wire.document.GeneratedSwitchOvers;
import io.spillway.wire.v1.SwitchOver;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What IDCs tell each other of switch-overs arrives as it went, and what is not it is refused with words. */
class ReplicatedSwitchOverTest {

    private static final SwitchOverProgress HALFWAY = new SwitchOverProgress("evening", "idc-b",
            new Generation(3, "idc-a"), 7, Map.of("drgroup/core", new Generation(9, "idc-a")), 50, 49,
            List.of("gw-1 (pending for 12 s)"),
            new MeasuredTraffic(120.5, 0.25, 0, Map.of("idc-b", 120.5), List.of(4L, 8L)),
            Instant.ofEpochMilli(1_795_247_940_123L));
    private static final String HALFWAY_OCTETS = "0801" + "12076576656e696e67" + "1a056964632d62"
            + "220908031205" + "6964632d61" + "2807" + "32190a0c647267726f75702f636f7265120908091205" + "6964632d61"
            + "3832" + "4031" + "4a1767772d31202870656e64696e6720666f722031322073" + "29"
            + "5228" + "090000000000205e4011000000000000d03f" + "22100a056964632d62" + "110000000000205e40"
            + "2a020408" + "58" + "9bc4f6e89f34" + "7007";

    private static GeneratedSwitchOvers generated(int seed) {
        return new GeneratedSwitchOvers(new Random(seed * 0x9E3779B97F4A7C15L));
    }

    private static Resource evening(int seed) {
        GeneratedSwitchOvers made = generated(seed);
        return Resource.of("evening", made.spec().with(made.status()));
    }

    private static String refusal(Decoded<?> decoded) {
        return decoded instanceof Decoded.Invalid<?> invalid
                ? invalid.violations().getFirst().message()
                : "valid: " + decoded;
    }

    @Test
    void aSwitchOverArrivesAsItWent() throws Exception {
        for (int seed = 0; seed < 2_000; seed++) {
            SwitchOver sent = SwitchOver.parseFrom(ReplicatedRecords.toProto(evening(seed)).toByteArray());
            assertThat(ReplicatedRecords.fromProto(sent)).as("seed %s", seed)
                    .isEqualTo(new Decoded.Valid<>(evening(seed)));
        }
    }

    @Test
    void aSwitchOverWithoutAStatusIsOfNobodyAndIsNotTold() {
        Resource draft = Resource.of("evening", generated(1).spec());
        assertThatThrownBy(() -> ReplicatedRecords.toProto(draft)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("evening");
    }

    @Test
    void whatSaysOneThingOutsideAndAnotherInsideIsRefused() {
        SwitchOver good = ReplicatedRecords.toProto(evening(2));
        assertThat(refusal(ReplicatedRecords.fromProto(good.toBuilder().setName("morning").build())))
                .startsWith("/record: SwitchOver evening (expected: SwitchOver morning)");
        SwitchOver otherIdc = good.toBuilder().setGeneration(good.getGeneration().toBuilder().setIdc("idc-z")).build();
        assertThat(refusal(ReplicatedRecords.fromProto(otherIdc))).startsWith("/record/status/generation: ")
                .contains("idc-z, as the message says");
        SwitchOver noStatus = good.toBuilder().setRecord(good.getRecord().toBuilder().clearStatus()).build();
        assertThat(refusal(ReplicatedRecords.fromProto(noStatus)))
                .startsWith("/record/status/generation: missing");
        SwitchOver otherKind = good.toBuilder().setRecord(good.getRecord().toBuilder().setKind("Drill")).build();
        assertThat(ReplicatedRecords.fromProto(otherKind)).isInstanceOf(Decoded.Invalid.class);
        assertThat(ReplicatedRecords.fromProto(SwitchOver.getDefaultInstance())).isInstanceOf(Decoded.Invalid.class);
    }

    @Test
    void progressArrivesAsItWent() {
        for (int seed = 0; seed < 2_000; seed++) {
            SwitchOverProgress progress = generated(seed).progress();
            assertThat(ProgressRecords.decode(ProgressRecords.encode(progress))).as("seed %s", seed)
                    .isEqualTo(new Decoded.Valid<>(progress));
        }
    }

    @Test
    void whatAnIdcSeesOfOthersArrivesAsItWent() {
        SwitchOverProgress word = SwitchOverProgress.vantage("idc-b", "far-away.idc-a",
                Map.of("idc-a", new Sight(1, 2, Sight.Link.CUT), "idc-c", new Sight(0, 0, Sight.Link.HEARD), "idc-d",
                        new Sight(3, 0, Sight.Link.UNKNOWN)),
                Instant.ofEpochMilli(1_795_247_940_123L));
        assertThat(ProgressRecords.decode(ProgressRecords.encode(word))).isEqualTo(new Decoded.Valid<>(word));
        assertThat(SwitchOverProgress.vantage(word.switchOver())).isTrue();
        assertThat(SwitchOverProgress.vantage("vantages")).isFalse();
    }

    @Test
    void progressThatCannotBeIsRefusedByItsField() {
        refused(m -> m.setIdc("IDC B"), "/idc: ");
        refused(m -> m.setSwitchOver("a/b"), "/switchOver: ");
        refused(m -> m.clearGeneration(), "/generation: 0/ (expected: counter of at least 1 and the name of an IDC)");
        refused(m -> m.setSequence(-1), "/sequence: -1 (expected: 0 to ");
        refused(m -> m.setFleet(-1), "/fleet: -1 (expected: 0 to ");
        refused(m -> m.setAcked(51), "/acked: 51 (expected: 0 to 50)");
        refused(m -> m.putShifts("core", m.getGeneration()), "/shifts: \"core\" (expected: path of a scope)");
        refused(m -> m.putSights("IDC B", io.spillway.wire.v1.Sight.getDefaultInstance()), "/sights: \"IDC B\"");
        refused(m -> m.putSights("idc-c", io.spillway.wire.v1.Sight.newBuilder().setLost(-1).build()),
                "/sights/idc-c/lost: -1");
        refused(m -> m.addLate("x".repeat(ProgressRecords.LONGEST + 1)), "/late: 513 (expected: 0 to 512)");
        refused(m -> m.addAllLate(Collections.nCopies(20, "gw")), "/late: 21 (expected: 0 to 20)");
        refused(m -> m.setTraffic(m.getTraffic().toBuilder().setRequestsPerSecond(Double.NaN)),
                "/traffic/requestsPerSecond: NaN (expected: number of at least 0)");
        refused(m -> m.setTraffic(m.getTraffic().toBuilder().putServedBy("idc-b", -1)), "/traffic/servedBy/idc-b: -1");
        refused(m -> m.setTraffic(m.getTraffic().toBuilder().addLatency(-1)), "/traffic/latency: -1 (expected: 0 to ");
        assertThat(refusal(ProgressRecords.decode(new byte[]{(byte) 0xff, 1})))
                .startsWith("document: 2 bytes (expected: progress of a switch-over: ");
    }

    private static void refused(
            UnaryOperator<io.spillway.wire.v1.SwitchOverProgress.Builder> change, String message) {
        assertThat(refusal(ProgressRecords
                .fromProto(change.apply(ProgressRecords.toProto(HALFWAY).toBuilder()).build()))).startsWith(message);
    }

    /** Nodes of two versions stand beside each other: what one writes, the other reads. */
    @Test
    void theOctetsStayWhatTheyAre() {
        assertThat(HexFormat.of().formatHex(ProgressRecords.encode(HALFWAY))).isEqualTo(HALFWAY_OCTETS);
        assertThat(ProgressRecords.decode(HexFormat.of().parseHex(HALFWAY_OCTETS)))
                .isEqualTo(new Decoded.Valid<>(HALFWAY));
        assertThat(new LockRecord("evening").encode()).isEqualTo("evening".getBytes(StandardCharsets.UTF_8));
        assertThat(LockRecord.decode("evening".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Decoded.Valid<>(new LockRecord("evening")));
        assertThat(LockRecord.decode(new byte[0])).isInstanceOf(Decoded.Invalid.class);
        assertThat(LockRecord.decode(new byte[1000])).isInstanceOf(Decoded.Invalid.class);
        SwitchOver drafted = ReplicatedRecords.toProto(Resource.of("evening", drafted()));
        assertThat(HexFormat.of().formatHex(drafted.toBuilder().clearRecord().build().toByteArray()))
                .isEqualTo("0801" + "12076576656e696e67" + "1a0908011205" + "6964632d61");
        assertThat(drafted.getRecord().getAuthor()).isEqualTo("ann");
        assertThat(drafted.getRecord().getWrittenUnixMillis()).as("equal on all nodes").isZero();
    }

    private static SwitchOverSpec drafted() {
        return new SwitchOverSpec(List.of(new ShiftScope.DrGroupScope("core")), "idc-a", "idc-b", List.of(100),
                Duration.ZERO, Gates.DEFAULT, SwitchMode.GRACEFUL,
                SwitchOverSpec.NO_FENCE, false, SwitchOverSpec.EXPIRES, OnExpiry.ALARM, "r", null)
                .with(SwitchOverStatus.drafted("idc-a", SwitchOrigin.MANUAL, "ann", Instant.ofEpochMilli(1)));
    }
}
