package io.spillway.gateway.xds.disk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.google.protobuf.ByteString;
import io.spillway.gateway.xds.world.HeldResource;
import io.spillway.gateway.xds.world.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class SnapshotFileTest {

    private final StoredWorld world = new StoredWorld("idc-a", Instant.parse("2026-11-21T08:00:00Z"),
            List.of(new HeldResource(ResourceType.CLUSTER, "orders/default", "0123456789abcdef",
                    ByteString.copyFromUtf8("a cluster")),
                    new HeldResource(ResourceType.ENDPOINTS, "orders/default", "", ByteString.EMPTY)));

    private static byte[] written(StoredWorld world) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotFile.write(world, out);
        return out.toByteArray();
    }

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(SnapshotFile.decode(written(world))).isEqualTo(new SnapshotFile.Intact(world));
    }

    @Test
    void readsResourcesThatAreWrittenInPieces() throws IOException {
        byte[] large = new byte[200_001];
        new Random(5).nextBytes(large);
        StoredWorld heavy = new StoredWorld("idc-a", world.writtenAt(),
                List.of(new HeldResource(ResourceType.ROUTES, "entrance", "1", ByteString.copyFrom(large))));
        assertThat(SnapshotFile.decode(written(heavy))).isEqualTo(new SnapshotFile.Intact(heavy));
    }

    @Test
    void begins() throws IOException {
        String text = new String(written(world), StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith("spillway-snapshot-1 ").contains("\n");
    }

    @Test
    void seesEveryFlippedBit() throws IOException {
        byte[] file = written(world);
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(SnapshotFile.decode(flipped)).as("bit %d", bit).isInstanceOf(SnapshotFile.Corrupt.class);
        }
    }

    @Test
    void seesEveryCutAndEveryAppendedByte() throws IOException {
        byte[] file = written(world);
        for (int length = 0; length < file.length; length++) {
            assertThat(SnapshotFile.decode(Arrays.copyOf(file, length))).as("length %d", length)
                    .isInstanceOf(SnapshotFile.Corrupt.class);
        }
        assertThat(SnapshotFile.decode(Arrays.copyOf(file, file.length + 1)))
                .isInstanceOf(SnapshotFile.Corrupt.class);
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            assertThat(SnapshotFile.decode(bytes)).isInstanceOf(SnapshotFile.Corrupt.class);
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(SnapshotFile.decode(new byte[3]))
                .isEqualTo(new SnapshotFile.Corrupt("has 3 bytes (expected: at least 85)"));
    }
}
