package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An assignment that is put together from shared bytes is, octet for octet, what protobuf writes of the message: else the
 * version of every cluster would be another on a node that puts it together otherwise.
 */
class AssignmentBytesTest {

    private static final List<LocalityLbEndpoints> OWN = List.of(locality("a", 40), locality("b", 1));

    @Test
    void ownWorkloadsFirst() {
        AssignmentBytes bytes = new AssignmentBytes("orders/default");
        bytes.add(AssignmentBytes.Level.of(OWN), List.of());
        bytes.add(remote());

        assertThat(bytes.bytes()).isEqualTo(Versioned.deterministic(ClusterLoadAssignment.newBuilder()
                .setClusterName("orders/default").addAllEndpoints(OWN).addEndpoints(remote().setPriority(1)).build()));
    }

    @Test
    void ownWorkloadsBehindAnotherIdc() {
        AssignmentBytes bytes = new AssignmentBytes("orders/default");
        bytes.add(remote());
        bytes.add(AssignmentBytes.Level.of(OWN), List.of());
        bytes.add(remote());
        bytes.overprovision(1000);

        ClusterLoadAssignment.Builder expected = ClusterLoadAssignment.newBuilder().setClusterName("orders/default")
                .addEndpoints(remote());
        OWN.forEach(locality -> expected.addEndpoints(locality.toBuilder().setPriority(1)));
        expected.addEndpoints(remote().setPriority(2))
                .setPolicy(ClusterLoadAssignment.Policy.newBuilder()
                        .setOverprovisioningFactor(UInt32Value.of(1000)));
        assertThat(bytes.bytes()).isEqualTo(Versioned.deterministic(expected.build()));
    }

    /** As when gateways are told by how much load they divide: one cluster's localities say it, the others' do not. */
    @Test
    void whatLocalitiesSayOfThemselvesComesAfterTheSharedBytes() {
        AssignmentBytes.Level level = AssignmentBytes.Level.of(OWN);
        for (int first = 0; first < 2; first++) {
            AssignmentBytes bytes = new AssignmentBytes("orders/default");
            ClusterLoadAssignment.Builder expected = ClusterLoadAssignment.newBuilder()
                    .setClusterName("orders/default");
            if (first == 1) {
                bytes.add(remote());
                expected.addEndpoints(remote());
            }
            List<Metadata> said = List.of(said("1"), said("2"));
            bytes.add(level, said);
            for (int i = 0; i < OWN.size(); i++) {
                expected.addEndpoints(OWN.get(i).toBuilder().setPriority(first).setMetadata(said.get(i)));
            }
            assertThat(bytes.bytes()).isEqualTo(Versioned.deterministic(expected.build()));
        }
    }

    @Test
    void nobodyTakesNoPriority() {
        AssignmentBytes bytes = new AssignmentBytes("orders/default");
        bytes.add(AssignmentBytes.Level.of(List.of()), List.of());
        bytes.add(AssignmentBytes.Level.of(OWN), List.of());

        assertThat(bytes.bytes()).isEqualTo(Versioned.deterministic(ClusterLoadAssignment.newBuilder()
                .setClusterName("orders/default").addAllEndpoints(OWN).build()));
    }

    private static LocalityLbEndpoints locality(String cluster, int endpoints) {
        List<LbEndpoint> all = new ArrayList<>();
        for (int i = 0; i < endpoints; i++) {
            all.add(LbEndpoint.newBuilder()
                    .setEndpoint(Endpoint.newBuilder().setAddress(Protos.address("10.0.0." + i, 80))).build());
        }
        return LocalityLbEndpoints.newBuilder().setLocality(Locality.newBuilder().setSubZone(cluster))
                .addAllLbEndpoints(all).setLoadBalancingWeight(UInt32Value.of(7)).build();
    }

    private static Metadata said(String demand) {
        return Protos.metadata(Map.of("demand", demand, "capacity", "100"));
    }

    private static LocalityLbEndpoints.Builder remote() {
        return locality("far", 2).toBuilder().setMetadata(Metadata.getDefaultInstance());
    }
}
