package io.spillway.gateway.xds;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.gateway.xds.world.HeldResource;
import io.spillway.gateway.xds.world.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class RehearsalTest {

    private static final ByteString CLUSTER = Resources.cluster("orders/default", "1").getResource().getValue();

    private final AtomicLong now = new AtomicLong();
    private int offered;
    private int breaths;

    @Test
    void readsEverythingSoOftenAndStops() throws Exception {
        assertThat(rehearsal(0).play(() -> breaths++)).isEqualTo(150);
        assertThat(offered).isEqualTo(150);
        assertThat(breaths).as("it was over before users could come").isZero();
    }

    @Test
    void aWorldThatIsLargeIsReadAsOftenAsThereIsTimeFor() throws InvalidProtocolBufferException {
        assertThat(rehearsal(100_000_000).play(() -> breaths++)).isEqualTo(100);
        assertThat(breaths).as("after a second it makes room for users").isEqualTo(95);
    }

    /** Returns one whose clock goes on by so many nanoseconds whenever it is looked at. */
    private Rehearsal rehearsal(long nanosPerLook) {
        return new Rehearsal(List.of(new HeldResource(ResourceType.CLUSTER, "orders/default", "1", CLUSTER)), () -> {
            offered++;
            now.addAndGet(nanosPerLook);
            return new AssemblerSink("idc-a", new ClusterSubscription.All());
        }, () -> now.addAndGet(nanosPerLook));
    }
}
