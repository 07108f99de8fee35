package io.spillway.gateway.assembly;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnsafeByteOperations;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.spillway.gateway.route.LateRules;
import io.spillway.gateway.snapshot.DanglingRoute;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.assembly.Resources.listener;
import static io.spillway.gateway.assembly.Resources.route;
import static org.assertj.core.api.Assertions.assertThat;

/** A table of more than a megabyte: its rules are read once to be refused or not, and again by whoever needs them. */
@Tag("slow")
class LateTableTest {
    private static final int HOSTS = 2000;
    private static final int PATHS = 5;
    private static final String PADDING = "x".repeat(80);

    private final SnapshotAssembler assembler = new SnapshotAssembler("idc-a");

    private static VirtualHost.Builder host(int number, int paths, int seconds, String cluster) {
        VirtualHost.Builder host = VirtualHost.newBuilder().setName("host-" + number)
                .addDomains("host-" + number + ".example");
        for (int j = 0; j < paths; j++) {
            Route.Builder route = route("route-" + number + "-" + j + PADDING, "/" + j + "/", cluster, 100);
            route.getRouteBuilder().setTimeout(Duration.newBuilder().setSeconds(seconds));
            host.addRoutes(route);
        }
        return host;
    }

    private static RouteConfiguration.Builder table() {
        RouteConfiguration.Builder table = RouteConfiguration.newBuilder().setName("entrance");
        for (int i = 0; i < HOSTS; i++) {
            table.addVirtualHosts(host(i, PATHS, 3, "orders/default"));
        }
        return table;
    }

    private RoutingSnapshot put(ByteString table) {
        assertThat(assembler.putRoutes("entrance", table)).isInstanceOf(Validation.Valid.class);
        var _ = assembler.put(listener("entrance").build());
        return assembler.assemble(Map.of());
    }

    private static List<io.spillway.gateway.route.VirtualHost> hosts(RoutingSnapshot snapshot) {
        return snapshot.table(ListenerRole.ENTRANCE).hosts();
    }

    @Test
    void theRulesAreThoseOfATableThatIsReadAtOnce() {
        RouteConfiguration.Builder all = table();
        all.setVirtualHosts(1, host(1, 65, 3, "orders/default"));
        List<io.spillway.gateway.route.VirtualHost> late = hosts(put(all.build().toByteString()));
        assertThat(late.get(0).rules()).isInstanceOf(LateRules.class);
        assertThat(late.get(1).rules()).as("an event loop is not left with so many").isNotInstanceOf(LateRules.class);
        for (int i = 0; i < HOSTS; i += 99) {
            RouteConfiguration one = RouteConfiguration.newBuilder().setName("entrance")
                    .addVirtualHosts(all.getVirtualHosts(i)).build();
            List<io.spillway.gateway.route.VirtualHost> read = RoutesReader.inline(one).hosts();
            assertThat(read.getFirst().rules()).isNotInstanceOf(LateRules.class);
            assertThat(late.get(i)).isEqualTo(read.getFirst());
        }
    }

    @Test
    void whatEveryHostDoesIsOneObject() {
        List<io.spillway.gateway.route.VirtualHost> late = hosts(put(table().build().toByteString()));
        Object first = late.getFirst().rules().getFirst().route().action();
        assertThat(late).allSatisfy(host -> assertThat(host.rules().getFirst().route().action()).isSameAs(first));
    }

    @Test
    void aRouteToAClusterThatIsNotThereIsNamed() {
        RouteConfiguration.Builder table = table();
        table.setVirtualHosts(1200, host(1200, 1, 3, "lost/default"));
        var _ = assembler.put(Resources.cluster("orders/default").build());
        var _ = assembler.put(Resources.assignment("orders/default").build());
        assertThat(put(table.build().toByteString()).danglingRoutes()).containsExactly(
                new DanglingRoute(ListenerRole.ENTRANCE, "route-1200-0" + PADDING, "lost/default"));
    }

    private WeakReference<byte[]> putOld() {
        byte[] first = table().build().toByteArray();
        var _ = put(UnsafeByteOperations.unsafeWrap(first));
        return new WeakReference<>(first);
    }

    @Test
    void theBytesOfAnOldVersionAreNotKeptByTheHostsThatDidNotChange() {
        WeakReference<byte[]> old = putOld();
        RouteConfiguration.Builder next = table();
        next.setVirtualHosts(7, host(7, PATHS, 9, "orders/default"));
        List<io.spillway.gateway.route.VirtualHost> after = hosts(put(next.build().toByteString()));
        for (int i = 0; i < 50 && old.get() != null; i++) {
            System.gc();
        }
        assertThat(old.get()).isNull();
        assertThat(after.get(8).rules().getFirst().route().name()).isEqualTo("route-8-0" + PADDING);
    }

    @Test
    void aBadRouteIsRefusedWhenTheTableComesAndNotWhenItIsAskedFor() {
        RouteConfiguration.Builder bad = table();
        bad.getVirtualHostsBuilder(1999).getRoutesBuilder(4).getMatchBuilder().setPrefix("no-slash");
        assertThat(assembler.putRoutes("entrance", bad.build().toByteString())).isEqualTo(new Validation.Invalid(
                "entrance", "path: no-slash (expected: something that starts with /)"));
    }

    @Test
    void manyThreadsAskAtTheSameTime() {
        List<io.spillway.gateway.route.VirtualHost> late = hosts(put(table().build().toByteString()));
        List<String> names = Stream.iterate(0, i -> i + 1).limit(HOSTS * 4L).parallel()
                .map(i -> late.get(i % HOSTS).rules().getLast().route().name()).toList();
        for (int i = 0; i < names.size(); i++) {
            assertThat(names.get(i)).isEqualTo("route-" + i % HOSTS + "-4" + PADDING);
        }
    }
}
