package io.spillway.control.ads;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalog changes and changes back while a response is made: between two looks at it. What the client holds as it is then is
 * not sent again.
 */
class ChangedBackTest {

    private static final ResourceType TYPE = ResourceType.ENDPOINT;
    private static final String NAME = "orders/default";

    private final Catalog before = catalog("before");
    private final Catalog changed = catalog("changed");
    private final AtomicReference<Catalog> newest = new AtomicReference<>(before);
    private int looksUntilItIsBack = Integer.MAX_VALUE;

    private final TypeSubscription client = new TypeSubscription(TYPE,
            new NodeCatalog(this::look, NodeIdentity.of(Node.newBuilder().setId("gw-1")
                    .setLocality(Locality.newBuilder().setZone("idc-a")).build()), true,
                    new GrpcCatalog(newest::get)));

    private static Catalog catalog(String text) {
        return Catalog.empty().with(TYPE, Versioned.of(TYPE, NAME,
                ClusterLoadAssignment.newBuilder().setClusterName(text).build()));
    }

    private Catalog look() {
        if (looksUntilItIsBack-- == 0) {
            newest.set(before);
        }
        return requireNonNull(newest.get());
    }

    private void begin() {
        client.subscribe(true, List.of(NAME), List.of());
        Response first = requireNonNull(client.outgoing().next(true));
        client.accepted(first, Map.of());
        newest.set(changed);
        client.outgoing().touch(List.of(NAME));
    }

    @Test
    void atWhicheverLookItIsBackTheClientIsNotSentWhatItHolds() {
        begin();
        for (int looks = 0; looks < 6; looks++) {
            newest.set(changed);
            looksUntilItIsBack = looks;
            client.outgoing().touch(List.of(NAME));
            Response next = client.outgoing().next(true);
            if (next != null) {
                assertThat(next.items()).as("it is back at look %d", looks).singleElement()
                        .satisfies(item -> assertThat(item.content()).isEqualTo(changed.get(TYPE, NAME)));
            }
        }
    }

    @Test
    void whatIsOwedIsSentAllTheSame() {
        begin();
        newest.set(before);
        client.outgoing().owe(NAME);
        Response next = requireNonNull(client.outgoing().next(true));
        assertThat(next.items()).singleElement()
                .satisfies(item -> assertThat(item.content()).isEqualTo(before.get(TYPE, NAME)));
    }
}
