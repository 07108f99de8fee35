package io.spillway.control.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.spillway.control.node.TestNode;
import io.spillway.control.service.Finding;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.StatusReport.HeldView;
import io.spillway.model.resource.Kind;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.v1.Held;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ServiceEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.imports.SyncClient.entry;
import static org.assertj.core.api.Assertions.assertThat;

/** A service of another IDC comes and goes, as in a registration loop: it stays, one alarm says so, and an operator may end it. */
@Tag("slow")
class FlappingTest {

    @TempDir
    Path folder;
    private TestNode node;
    private SyncClient sync;
    private long revision;

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
        sync = new SyncClient(node);
        sync.all(entry("orders", ++revision, 4), entry("empty", revision, 0), entry("other", revision, 1));
    }

    @AfterEach
    void stop() {
        sync.close();
        node.close();
    }

    private List<HeldView> held() {
        return node.service().status().peers().stream().filter(peer -> peer.idc().equals("idc-b"))
                .flatMap(peer -> peer.held().stream()).toList();
    }

    private Optional<?> imported(String service) {
        return node.service().get(Kind.SERVICE_ENTRY, service + ".idc-b");
    }

    private ServiceEntry orders(int declared) {
        return entry("orders", ++revision, declared);
    }

    @Test
    void aServiceThatComesAndGoesIsHeldOnceForAllAndNotEachTime() throws Exception {
        for (int time = 1; time <= 2; time++) {
            assertThat(sync.news(orders(0)).getHeldList()).extracting(Held::getGuard)
                    .containsExactly("empties_service");
            assertThat(sync.news(orders(4)).getHeldList()).isEmpty();
        }
        ImportAnswer third = sync.news(orders(0));
        assertThat(third.getHeldList()).singleElement().satisfies(hold -> {
            assertThat(hold.getGuard()).isEqualTo("flapping");
            assertThat(hold.getAgain()).isFalse();
        });
        for (int declared : List.of(4, 0, 4, 0, 4)) {
            assertThat(sync.news(orders(declared)).getHeldList()).singleElement().satisfies(hold -> {
                assertThat(hold.getGuard()).isEqualTo("flapping");
                assertThat(hold.getAgain()).as("no new alarm").isTrue();
            });
        }
        assertThat(held()).singleElement().satisfies(hold -> assertThat(hold.detail())
                .startsWith("declared instances 4 -> 4, comes and goes; nothing of it goes before 20"));
        assertThat(node.service().check().findings()).extracting(Finding::rule).contains("update-held");
        assertThat(node.service().releaseHeld("idc-b", "orders", "ann")).isInstanceOf(ReleaseResult.Released.class);
        assertThat(held()).isEmpty();
        assertThat(node.registry.range(RegistryKeys.TRACES).entries()).isEmpty();
        assertThat(sync.news(orders(0)).getHeldList()).as("it begins anew").extracting(Held::getGuard)
                .containsExactly("empties_service");
    }

    /** Nothing but damping keeps a service without instances. */
    @Test
    void anEmptyServiceThatComesAndGoesStaysFromTheThirdTimeOn() throws Exception {
        for (int time = 1; time <= 2; time++) {
            sync.say(SyncClient.batch().addRemoved("empty"));
            assertThat(imported("empty")).isEmpty();
            sync.news(entry("empty", ++revision, 0));
            assertThat(imported("empty")).isPresent();
        }
        assertThat(sync.say(SyncClient.batch().addRemoved("empty")).getHeldList()).extracting(Held::getGuard)
                .containsExactly("flapping");
        assertThat(imported("empty")).isPresent();
        assertThat(node.service().releaseHeld("idc-b", "empty", "ann")).isInstanceOf(ReleaseResult.Released.class);
        assertThat(imported("empty")).isEmpty();
    }
}
