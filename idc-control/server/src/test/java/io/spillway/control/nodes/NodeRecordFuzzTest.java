package io.spillway.control.nodes;

import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.model.document.Decoded;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever stands under a node's key: read or refused with words, and written back as it was read. */
class NodeRecordFuzzTest {

    private static final String NODE = "control-1";

    @FuzzTest
    void record(byte[] octets) {
        switch (NodeRecord.decode(NODE, octets)) {
            case Decoded.Invalid<NodeRecord> invalid -> assertThat(NodeRecord.text(invalid.violations())).isNotBlank();
            case Decoded.Valid<NodeRecord>(NodeRecord read) -> {
                assertThat(read.node()).isEqualTo(NODE);
                assertThat(NodeRecord.decode(NODE, read.encode())).isEqualTo(new Decoded.Valid<>(read));
                byte[] cut = read.encode();
                assertThat(NodeRecord.decode(NODE, Arrays.copyOf(cut, cut.length - 1)))
                        .isInstanceOf(Decoded.Invalid.class);
            }
        }
    }
}
