package io.spillway.control.ads;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.spillway.control.snapshot.ListenerRulesSample;
import io.spillway.control.snapshot.Listeners;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients say of themselves and of what they refuse: read or refused in short words on one line. */
class RequestsFuzzTest {

    private static final int LONGEST = 2_000;

    @FuzzTest
    void node(byte[] octets) {
        DeltaDiscoveryRequest request;
        try {
            request = DeltaDiscoveryRequest.parseFrom(octets);
        } catch (InvalidProtocolBufferException notOne) {
            return;
        }
        NodeIdentity node = NodeIdentity.of(request.getNode());
        String refusal = node.refusal("idc-a");
        assertThat(refusal).hasSizeLessThan(LONGEST).doesNotContain("\n", "\r", "\0", "\u001b");
        if (refusal.isEmpty()) {
            assertThat(node.id()).isNotEmpty();
            assertThat(Listeners.of(node.listeners(), ListenerRulesSample.USUAL)).hasSizeLessThanOrEqualTo(3);
        }
    }

    @FuzzTest
    void nack(byte[] octets) {
        String said = new String(octets, StandardCharsets.UTF_8);
        Set<String> names = Set.of("a", "b/c", "");
        assertThat(NackDetail.shown(said)).hasSizeLessThan(LONGEST).doesNotContain("\n", "\r", "\0", "\u001b");
        assertThat(NackDetail.rejected(said, names)).hasSizeLessThanOrEqualTo(names.size())
                .allSatisfy((name, why) -> {
                    assertThat(names).contains(name);
                    assertThat(why).hasSizeLessThan(LONGEST);
                });
    }
}
