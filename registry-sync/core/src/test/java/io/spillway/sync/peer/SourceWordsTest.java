package io.spillway.sync.peer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.SourceHolds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What sources of workloads hold is in the beats, and an operator's word comes back on the same stream. */
@Tag("slow")
class SourceWordsTest extends SyncTest {

    private final List<String> released = new CopyOnWriteArrayList<>();

    @Test
    void theBeatsSayWhatIsHeldAndTheReleaseReachesTheSource() {
        sources = new SourceWords() {

            @Override
            public List<SourceHolds> held() {
                return List.of(SourceHolds.newBuilder().setSource("vms").setHeld(3).build());
            }

            @Override
            public void release(String source) {
                released.add(source);
            }
        };
        start();
        await().untilAsserted(() -> assertThat(control.beats()).isNotEmpty());
        assertThat(control.beats().getLast().getSourcesList()).singleElement()
                .satisfies(source -> assertThat(source.getHeld()).isEqualTo(3));
        control.says(ImportAnswer.newBuilder().addReleasedSources("vms"));
        await().untilAsserted(() -> assertThat(released).containsExactly("vms"));
    }
}
