package io.spillway.drill.run;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
class HeapProbeTest {

    private static final int BIG = 40_000_000;

    @Test
    void countsWhatCanBeReached() throws Exception {
        long pid = ProcessHandle.current().pid();
        long before = HeapProbe.liveBytes(pid);
        byte[] kept = new byte[BIG];
        assertThat(HeapProbe.liveBytes(pid) - before).isCloseTo(BIG,
                org.assertj.core.data.Offset.offset(BIG / 10L));
        assertThat(kept).hasSize(BIG);
    }

    @Test
    void findsTheLastLine() {
        assertThat(
                HeapProbe.total(" num  #instances  #bytes\n   1:  12  345  [B (java.base)\nTotal      123   4567890\n"))
                .hasValue(4_567_890L);
        assertThat(HeapProbe.total("1234:\nno such process")).isEmpty();
    }

    @Test
    void saysThatNobodyIsThere() {
        assertThatThrownBy(() -> HeapProbe.liveBytes(999_999_999L)).hasMessageContaining("jcmd 999999999");
    }
}
