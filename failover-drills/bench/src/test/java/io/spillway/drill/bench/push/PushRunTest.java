package io.spillway.drill.bench.push;

import java.nio.file.Path;
import java.util.List;

import io.spillway.control.peers.Peer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PushRunTest {

    @Test
    void measuresOurs(@TempDir Path folder) throws Exception {
        SmallRun.check(folder, List.of("spillway"));
    }

    @Test
    @Tag("full")
    void measuresJavaControlPlane(@TempDir Path folder) throws Exception {
        SmallRun.check(folder, List.of(Peer.JAVA_CONTROL_PLANE));
    }
}
