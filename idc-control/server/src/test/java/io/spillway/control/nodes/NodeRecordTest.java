package io.spillway.control.nodes;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.spillway.control.nodes.NodeFigures.LinkTold;
import io.spillway.control.nodes.NodeFigures.PathCount;
import io.spillway.control.nodes.NodeRecord.Progress;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.MeasuredTraffic;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a node says of itself. */
class NodeRecordTest {

    private static final NodeRecord RECORD = new NodeRecord("control-1", Instant.parse("2026-11-21T08:00:00Z"),
            "10.0.0.1:17001", "10.0.0.1:17000", new Progress(42, List.of("gw-1", "gw \"2\"")), null,
            List.of(), new NodeFigures(3,
                    new TreeMap<>(Map.of("idc-b",
                            new PathCount(1, 2, Instant.parse("2026-11-21T08:00:01.5Z"), List.of("gw-2", "gw-3")),
                            "idc-c", new PathCount(3, 0, null, List.of()))),
                    new TreeMap<>(Map.of("one", new MeasuredTraffic(12.5, 0.25, 0, Map.of("idc-a", 12.25),
                            List.of(0L, 7L, 3L)))),
                    List.of("idc-b"), new TreeMap<>(Map.of(
                            "idc-b", new LinkTold(true, Instant.parse("2026-11-21T08:00:02Z"), ""),
                            "idc-c", new LinkTold(false, Instant.parse("2026-11-21T08:00:03Z"), "refused")))));

    private static Decoded<NodeRecord> decode(String node, String text) {
        return NodeRecord.decode(node, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(NodeRecord.decode("control-1", RECORD.encode())).isEqualTo(new Decoded.Valid<>(RECORD));
    }

    /** Nodes of two versions live together while one after the other is replaced. */
    @Test
    void aRecordOfAVersionThatDidNotSayWhereItsApiIsCanBeRead() {
        assertThat(decode("a", """
                {"node":"a","since":"2026-11-21T08:00:00Z","address":"10.0.0.1:17001","ackedRevision":7,"behind":[]}
                """)).isEqualTo(new Decoded.Valid<>(new NodeRecord("a", Instant.parse("2026-11-21T08:00:00Z"),
                "10.0.0.1:17001", "", new Progress(7, List.of()), null)));
    }

    @Test
    void whatALaterVersionAddedIsNotWrong() {
        assertThat(decode("a", """
                {"node":"a","since":"2026-11-21T08:00:00Z","colour":"red"}
                """)).isEqualTo(new Decoded.Valid<>(
                new NodeRecord("a", Instant.parse("2026-11-21T08:00:00Z"), "", Progress.UNKNOWN)));
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(decode("a", "{\"node\":\"b\",\"since\":\"now\",\"ackedRevision\":-1}"))
                .isInstanceOfSatisfying(Decoded.Invalid.class, invalid -> assertThat(invalid.toString())
                        .contains("/node", "a, as in the key", "/since", "/ackedRevision"));
    }

    @Test
    void junkIsRefusedAndNeverThrows() {
        Random random = new Random(3);
        byte[] good = RECORD.encode();
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = good.clone();
            for (int j = 0; j < 1 + random.nextInt(4); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(NodeRecord.decode("control-1", bytes)).isNotNull();
        }
    }
}
