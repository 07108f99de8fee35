package io.spillway.control.peers;

import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every peer must do before anybody measures it. */
final class Serving {
    private static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
    private static final String ENDPOINTS = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";

    private Serving() {}

    static void check(Peer peer) throws Exception {
        long pid;
        try (PeerProcess process = PeerProcess.start(peer)) {
            pid = process.pid();
            process.apply(List.of(cluster("a"), cluster("b"), endpoint("a", 1), endpoint("b", 1)));
            try (DeltaStream stream = new DeltaStream(process.port())) {
                delivers(process, stream);
            }
            refuses(process);
            assertThat(process.alive()).isTrue();
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    private static void delivers(PeerProcess process, DeltaStream stream) throws Exception {
        stream.subscribe(CLUSTERS, "*");
        assertThat(names(stream.take())).containsExactlyInAnyOrder("a", "b");
        stream.subscribe(ENDPOINTS, "a", "b");
        assertThat(names(stream.take())).containsExactlyInAnyOrder("a", "b");

        process.apply(endpoint("b", 2));
        DeltaDiscoveryResponse changed = stream.take();
        assertThat(changed.getTypeUrl()).isEqualTo(ENDPOINTS);
        assertThat(names(changed)).containsExactly("b");
        assertThat(port(changed)).isEqualTo(2);

        process.apply(List.of(endpoint("a", 3), endpoint("a", 4)));
        assertThat(port(stream.take())).isEqualTo(4);

        process.apply(new Change.Remove(CLUSTERS, "a"));
        DeltaDiscoveryResponse removed = stream.take();
        assertThat(removed.getTypeUrl()).isEqualTo(CLUSTERS);
        assertThat(removed.getRemovedResourcesList()).containsExactly("a");
    }

    private static void refuses(PeerProcess process) {
        assertThatThrownBy(() -> process.apply(new Change.Remove("type.googleapis.com/no.such.Type", "a")))
                .isInstanceOf(PeerException.class).hasMessageContaining("no.such.Type").hasMessageContaining(CLUSTERS);
        assertThatThrownBy(() -> process.apply(new Change.Put(CLUSTERS, "a", "1", "!")))
                .isInstanceOf(PeerException.class).hasMessageContaining("base64");
        assertThatThrownBy(() -> process.apply(Change.put(CLUSTERS, "a", "1", new byte[]{1, 2, 3})))
                .isInstanceOf(PeerException.class).hasMessageContaining("ERROR");
        assertThatThrownBy(() -> process.apply(List.of(cluster("c"), new Change.Put(CLUSTERS, "a", "1", "!"),
                cluster("d")))).isInstanceOf(PeerException.class).hasMessageContaining("1 of 3 changes");
        process.apply(cluster("e"));
    }

    private static List<String> names(DeltaDiscoveryResponse response) {
        return response.getResourcesList().stream().map(Resource::getName).toList();
    }

    private static int port(DeltaDiscoveryResponse response) throws InvalidProtocolBufferException {
        return response.getResources(0).getResource().unpack(ClusterLoadAssignment.class).getEndpoints(0)
                .getLbEndpoints(0).getEndpoint().getAddress().getSocketAddress().getPortValue();
    }

    private static Change cluster(String name) {
        return Change.put(CLUSTERS, name, "1", Cluster.newBuilder().setName(name).build().toByteArray());
    }

    private static Change endpoint(String name, int port) {
        Address address = Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port)).build();
        return Change.put(ENDPOINTS, name, Integer.toString(port), ClusterLoadAssignment.newBuilder()
                .setClusterName(name).addEndpoints(LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder().setAddress(address))))
                .build().toByteArray());
    }
}
