package io.spillway.drill.mock.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written is what protobuf's own classes read. */
class RequestOctetsTest {

    private static final NodeOctets NODE = new NodeOctets("idc-a", "gateway", Map.of("entrance", "127.0.0.1:1"));

    @Test
    void writesAFirstDeltaRequest() throws Exception {
        DeltaDiscoveryRequest read = DeltaDiscoveryRequest.parseFrom(octets(new Request.Change(XdsType.EDS, true,
                NameSet.of("a", "b"), NameSet.of("c"), Map.of("a", ByteString.copyFromUtf8("v1")))));
        assertThat(read.getTypeUrl()).isEqualTo(XdsType.EDS.typeUrl());
        assertThat(read.getResourceNamesSubscribeList()).containsExactly("a", "b");
        assertThat(read.getResourceNamesUnsubscribeList()).containsExactly("c");
        assertThat(read.getInitialResourceVersionsMap()).containsOnly(Map.entry("a", "v1"));
        assertThat(read.getNode().getId()).isEqualTo("gw-7");
        assertThat(read.getNode().getLocality().getZone()).isEqualTo("idc-a");
        assertThat(read.getNode().getMetadata().getFieldsOrThrow("role").getStringValue()).isEqualTo("gateway");
        assertThat(read.getResponseNonce()).isEmpty();
    }

    @Test
    void writesAcksAndNacks() throws Exception {
        DeltaDiscoveryRequest ack = DeltaDiscoveryRequest
                .parseFrom(octets(new Request.Answer(XdsType.CDS, "n", null)));
        assertThat(ack.getResponseNonce()).isEqualTo("n");
        assertThat(ack.hasErrorDetail()).isFalse();
        assertThat(ack.hasNode()).isFalse();
        DeltaDiscoveryRequest nack = DeltaDiscoveryRequest
                .parseFrom(octets(new Request.Answer(XdsType.CDS, "n", "bad")));
        assertThat(nack.getErrorDetail().getMessage()).isEqualTo("bad");
        assertThat(nack.getErrorDetail().getCode()).isEqualTo(3);
    }

    @Test
    void writesStateOfTheWorldRequests() throws Exception {
        DiscoveryRequest read = DiscoveryRequest.parseFrom(
                octets(new Request.World(XdsType.RDS, true, NameSet.of("r"), "v", "n", "bad")));
        assertThat(read.getVersionInfo()).isEqualTo("v");
        assertThat(read.getResponseNonce()).isEqualTo("n");
        assertThat(read.getResourceNamesList()).containsExactly("r");
        assertThat(read.getErrorDetail().getMessage()).isEqualTo("bad");
        assertThat(read.getNode().getId()).isEqualTo("gw-7");
    }

    @Test
    void streamsTheSameOctetsHoweverTheyAreRead() throws Exception {
        Request request = new Request.Change(XdsType.EDS, true, NameSet.of("a", "b"), NameSet.of("c"), Map.of());
        byte[] whole = octets(request);
        OctetStream drained = RequestOctets.of(request, NODE, "gw-7").stream();
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        assertThat(drained.read()).isEqualTo(whole[0]);
        assertThat(drained.available()).isEqualTo(whole.length - 1);
        assertThat(drained.drainTo(target)).isEqualTo(whole.length - 1);
        assertThat(drained.read()).isEqualTo(-1);
        assertThat(target.toByteArray()).isEqualTo(Arrays.copyOfRange(whole, 1, whole.length));
    }

    private static byte[] octets(Request request) throws IOException {
        return RequestOctets.of(request, NODE, "gw-7").stream().readAllBytes();
    }
}
