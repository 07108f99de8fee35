package io.spillway.gateway.assembly;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.assembly.Resources.listener;
import static io.spillway.gateway.assembly.Resources.route;
import static org.assertj.core.api.Assertions.assertThat;

/** One host of a large table changes, and the whole table comes. */
@Tag("slow")
class LargeTableTest {
    private static final int HOSTS = 300;
    private static final int PATHS = 5;

    private final SnapshotAssembler assembler = new SnapshotAssembler("idc-a");

    private static RouteConfiguration.Builder table(int seconds, int changedHost) {
        RouteConfiguration.Builder table = RouteConfiguration.newBuilder().setName("entrance");
        for (int i = 0; i < HOSTS; i++) {
            VirtualHost.Builder host = VirtualHost.newBuilder().setName("host-" + i)
                    .addDomains("host-" + i + ".example");
            for (int j = 0; j < PATHS; j++) {
                Route.Builder route = route("route-" + i + "-" + j, "/" + j + "/", "orders/default", 100);
                route.getRouteBuilder().setTimeout(
                        Duration.newBuilder().setSeconds(i == changedHost ? seconds : 3));
                host.addRoutes(route);
            }
            table.addVirtualHosts(host);
        }
        return table;
    }

    private List<io.spillway.gateway.route.VirtualHost> put(RouteConfiguration.Builder table) {
        assertThat(assembler.putRoutes("entrance", table.build().toByteString()))
                .isInstanceOf(Validation.Valid.class);
        return hosts();
    }

    private List<io.spillway.gateway.route.VirtualHost> hosts() {
        var _ = assembler.put(listener("entrance").build());
        return assembler.assemble(Map.of()).table(ListenerRole.ENTRANCE).hosts();
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // asks whether a host is the same object, not whether it is equal
    void theOtherHostsAreTheSameObjects() {
        List<io.spillway.gateway.route.VirtualHost> before = put(table(3, 7));
        List<io.spillway.gateway.route.VirtualHost> after = put(table(9, 7));
        assertThat(IntStream.range(0, HOSTS).filter(i -> before.get(i) != after.get(i)).boxed()).containsExactly(7);
        assertThat(before.get(7)).isNotEqualTo(after.get(7));
    }

    @Test
    void routesThatDoTheSameShareWhatTheyDo() {
        List<RouteRule> rules = put(table(3, 7)).stream().flatMap(host -> host.rules().stream()).toList();
        assertThat(rules).hasSize(HOSTS * PATHS);
        RouteRule first = rules.getFirst();
        assertThat(rules).allSatisfy(rule -> assertThat(rule.route().action()).isSameAs(first.route().action()));
        assertThat(rules.stream().map(rule -> System.identityHashCode(rule.match())).distinct()).hasSize(PATHS);
        assertThat(rules.stream().map(rule -> rule.route().name()).distinct()).hasSize(HOSTS * PATHS);
    }

    @Test
    void aBadHostLeavesTheTableBeforeIt() {
        List<io.spillway.gateway.route.VirtualHost> before = put(table(3, 7));
        RouteConfiguration.Builder bad = table(9, 7);
        bad.getVirtualHostsBuilder(200).getRoutesBuilder(2).getMatchBuilder().setPrefix("no-slash");
        assertThat(assembler.putRoutes("entrance", bad.build().toByteString())).isEqualTo(new Validation.Invalid(
                "entrance", "path: no-slash (expected: something that starts with /)"));
        assertThat(hosts()).isEqualTo(before);
        assertThat(put(table(9, 7)).get(7)).isNotEqualTo(before.get(7));
    }

    @Test
    void aTunnelIsNotTakenForARouteThatDoesTheSame() {
        RouteConfiguration.Builder table = table(3, 7);
        table.getVirtualHostsBuilder(200).getRoutesBuilder(2).getMatchBuilder()
                .setConnectMatcher(RouteMatch.ConnectMatcher.getDefaultInstance());
        assertThat(assembler.putRoutes("entrance", table.build().toByteString()))
                .isInstanceOfSatisfying(Validation.Invalid.class, refused -> assertThat(refused.why())
                        .contains("route-200-2", "connect_matcher alone"));
    }

    @Test
    void whatIsTakenApartSaysWhatThePartsSay() throws Exception {
        Route whole = table(3, 7).getVirtualHosts(0).getRoutes(0).toBuilder()
                .setStatPrefix("s").setMetadata(Resources.metadata("class", "critical")).build();
        RouteOctets parts = RouteOctets.of(whole.toByteString());
        assertThat(parts.name()).isEqualTo(whole.getName());
        assertThat(RouteMatch.parseFrom(parts.match())).isEqualTo(whole.getMatch());
        assertThat(Route.parseFrom(parts.rest())).isEqualTo(whole.toBuilder().clearName().clearMatch().build());
        ByteString twice = whole.toByteString().concat(Route.newBuilder().setName("last")
                .setMatch(RouteMatch.newBuilder().setPath("/p")).build().toByteString());
        assertThat(RouteOctets.of(twice).name()).isEqualTo("last");
        assertThat(RouteMatch.parseFrom(RouteOctets.of(twice).match())).isEqualTo(Route.parseFrom(twice).getMatch());
    }

    @Test
    void bytesThatAreNoTableAreRefused() {
        ByteString good = table(3, 7).build().toByteString();
        Random random = new Random(3);
        for (int run = 0; run < 2_000; run++) {
            byte[] bytes = good.substring(0, 1 + random.nextInt(2_000)).toByteArray();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(assembler.putRoutes("entrance", ByteString.copyFrom(bytes)))
                    .isInstanceOfAny(Validation.Valid.class, Validation.Invalid.class);
        }
        assertThat(assembler.putRoutes("entrance", good.substring(0, good.size() - 1)))
                .isInstanceOf(Validation.Invalid.class);
        assertThat(assembler.putRoutes("local", good)).isEqualTo(new Validation.Invalid("local",
                "carries the name \"entrance\" (expected: \"local\")"));
    }
}
