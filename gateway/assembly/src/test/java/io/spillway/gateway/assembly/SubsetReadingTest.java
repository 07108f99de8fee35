package io.spillway.gateway.assembly;

import java.util.Map;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.spillway.gateway.route.Subset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a route asks for by {@code metadata_match}, as Envoy's documentation of subsets has it in its second table. */
@Tag("slow")
class SubsetReadingTest {
    private static Metadata match(String... pairs) {
        Struct.Builder struct = Struct.newBuilder();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            struct.putFields(pair.substring(0, colon),
                    Value.newBuilder().setStringValue(pair.substring(colon + 1)).build());
        }
        return pairs.length == 0
                ? Metadata.getDefaultInstance()
                : Metadata.newBuilder().putFilterMetadata("envoy.lb", struct.build()).build();
    }

    private static @Nullable Subset read(Metadata ofRoute, Metadata ofCluster) {
        RouteAction action = RouteAction.newBuilder().setMetadataMatch(ofRoute)
                .setWeightedClusters(WeightedCluster.newBuilder().addClusters(WeightedCluster.ClusterWeight.newBuilder()
                        .setName("c").setWeight(UInt32Value.of(1)).setMetadataMatch(ofCluster)))
                .build();
        return clusters(action).getFirst().subset();
    }

    private static java.util.List<io.spillway.gateway.route.WeightedCluster> clusters(RouteAction action) {
        var table = RoutesReader.inline(RouteConfiguration.newBuilder().setName("entrance")
                .addVirtualHosts(VirtualHost.newBuilder().setName("h").addDomains("*").addRoutes(Route.newBuilder()
                        .setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/")).setRoute(action)))
                .build());
        return ((io.spillway.gateway.route.RouteAction.Forward) table.routes().getFirst().action()).clusters();
    }

    @Test
    void theClusterOfTheRouteGoesBeforeTheRoute() {
        assertThat(read(match("stage:canary"), match("stage:prod"))).isEqualTo(Subset.of(Map.of("stage", "prod")));
        assertThat(read(match("v:1.0"), match("stage:prod")))
                .isEqualTo(Subset.of(Map.of("v", "1.0", "stage", "prod")));
        assertThat(read(match("v:1.0", "stage:prod"), match("stage:canary")))
                .isEqualTo(Subset.of(Map.of("v", "1.0", "stage", "canary")));
        assertThat(read(match("v:1.0", "stage:prod"), match("v:1.1", "stage:canary")))
                .isEqualTo(Subset.of(Map.of("v", "1.1", "stage", "canary")));
        assertThat(read(match(), match("v:1.0"))).isEqualTo(Subset.of(Map.of("v", "1.0")));
        assertThat(read(match("v:1.0"), match())).isEqualTo(Subset.of(Map.of("v", "1.0")));
        assertThat(read(match(), match())).isNull();
    }

    @Test
    void aRouteToOneClusterAsksToo() {
        assertThat(clusters(RouteAction.newBuilder().setCluster("c").setMetadataMatch(match("v:1.0")).build())
                .getFirst().subset()).isEqualTo(Subset.of(Map.of("v", "1.0")));
    }

    @Test
    void whatCouldNotBeMatchedIsRefused() {
        Metadata list = Metadata.newBuilder().putFilterMetadata("envoy.lb", Struct.newBuilder()
                .putFields("v", Value.newBuilder().setListValue(ListValue.getDefaultInstance()).build()).build())
                .build();
        assertThatThrownBy(() -> read(list, match())).isInstanceOf(Refusal.class)
                .hasMessageContaining("metadata_match of route r, label v").hasMessageContaining("STRING_VALUE");
        Metadata elsewhere = Metadata.newBuilder().putFilterMetadata("mine", Struct.getDefaultInstance()).build();
        assertThatThrownBy(() -> read(match(), elsewhere)).isInstanceOf(Refusal.class)
                .hasMessageContaining("mine (expected: envoy.lb)");
    }
}
