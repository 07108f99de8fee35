package io.spillway.control.peers;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
class JavaControlPlaneTest {

    @Test
    void servesWhatItIsTold() throws Exception {
        Serving.check(Peer.javaControlPlane(System.getProperty("java.class.path"), List.of("-Xmx256m")));
    }

    @Test
    void saysWhyItDoesNotStart() {
        assertThatThrownBy(() -> PeerProcess.start(Peer.javaControlPlane("nowhere", List.of())))
                .isInstanceOf(PeerException.class).hasMessageContaining("java-control-plane")
                .hasMessageContaining("has ended");
        assertThatThrownBy(() -> PeerProcess.start(new Peer("none", List.of("/no/such/program"))))
                .isInstanceOf(PeerException.class).hasMessageContaining("/no/such/program");
    }
}
