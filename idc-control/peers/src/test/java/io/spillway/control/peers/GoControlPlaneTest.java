package io.spillway.control.peers;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Needs {@code tools/provision go-control-plane}. */
@Tag("real")
class GoControlPlaneTest {

    @Test
    void servesFromLinearCaches() throws Exception {
        Serving.check(Peer.goLinear(Peer.goProgram(Path.of(""))));
    }

    @Test
    void servesFromASnapshotCache() throws Exception {
        Serving.check(Peer.goSnapshot(Peer.goProgram(Path.of(""))));
    }
}
