package io.spillway.drill.bench.push;

import java.nio.file.Path;
import java.util.List;

import io.spillway.control.peers.Peer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs {@code tools/provision go-control-plane}. */
@Tag("real")
class GoPushRunTest {

    @Test
    void measuresBothCachesOfGoControlPlane(@TempDir Path folder) throws Exception {
        SmallRun.check(folder, List.of(Peer.GO_LINEAR, Peer.GO_SNAPSHOT));
    }
}
