package io.spillway.sync.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.sync.peer.SyncObserver;
import io.spillway.sync.peer.SyncView;
import io.spillway.sync.peer.SyncView.PeerState;
import io.spillway.sync.peer.SyncView.PeerView;
import org.jspecify.annotations.Nullable;

/** The public metrics of registry-sync. */
public final class SyncMetrics implements SyncObserver {

    static final String PEER_CONNECTED = "spillway_sync_peer_connected";
    static final String LEADING = "spillway_sync_leading";
    static final String LAG = "spillway_sync_lag";
    static final String IMPORTS = "spillway_sync_imports";
    static final String HELD = "spillway_sync_held";
    static final String LACKED = "spillway_sync_lacked";
    static final String REFUSED = "spillway_sync_refused";

    private static final List<String> GUARDS = List.of("empties_service", "empties_group",
            "removes_majority_of_endpoints", "removes_majority_of_services", "flapping");

    private final MeterRegistry registry;
    private volatile @Nullable Supplier<SyncView> source;

    /** Registers the gauges; they are empty until {@link #watch}. */
    public SyncMetrics(MeterRegistry registry, Set<String> peers, InstantSource clock) {
        this.registry = registry;
        Gauge.builder(LEADING, this::leading)
                .description("1 when this process leads among the registry-syncs of its IDC: only the leader writes")
                .register(registry);
        for (String peer : peers) {
            gauge(PEER_CONNECTED, peer, "1 when the peer's control plane answers", null,
                    view -> view.state() == PeerState.LIVE ? 1 : 0);
            gauge(LAG, peer, "Time since the peer's control plane last gave a sign of life", "seconds",
                    view -> age(view, clock.instant()));
            // There from the start at 0: an alert on a series that does not exist never fires.
            for (String guard : GUARDS) {
                var _ = held(peer, guard);
            }
            var _ = refused(peer);
            var _ = lackedOf(peer);
            for (PeerState state : new PeerState[]{PeerState.LIVE, PeerState.STALE}) {
                Gauge.builder(IMPORTS, () -> value(peer, view -> view.state() == state ? view.services() : 0))
                        .description("Services that are held of the peer, by whether its control plane answers")
                        .tag("peer", peer).tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
    }

    /** Says where the gauges read. */
    public void watch(Supplier<SyncView> view) {
        source = view;
    }

    @Override
    public void held(String peer, String service, String guard) {
        held(peer, guard).increment();
    }

    @Override
    public void lacked(String peer) {
        lackedOf(peer).increment();
    }

    @Override
    public void refused(String peer, String name, String reason) {
        refused(peer).increment();
    }

    private Counter held(String peer, String guard) {
        return Counter.builder(HELD).description("Updates that a guard of the own control plane held").tag("peer", peer)
                .tag("reason", guard).register(registry);
    }

    private Counter lackedOf(String peer) {
        return Counter.builder(LACKED)
                .description("Times that what is held of the peer was not what it has told, so that it was asked again")
                .tag("peer", peer).register(registry);
    }

    private Counter refused(String peer) {
        return Counter.builder(REFUSED).description("Records of the peer that were set aside").tag("peer", peer)
                .register(registry);
    }

    private void gauge(String name, String peer, String help, @Nullable String unit,
            ToDoubleFunction<PeerView> value) {
        Gauge.builder(name, () -> value(peer, value)).description(help).baseUnit(unit).tag("peer", peer)
                .register(registry);
    }

    private double leading() {
        Supplier<SyncView> view = source;
        return view == null ? Double.NaN : view.get().lead().leading() ? 1 : 0;
    }

    private double value(String peer, ToDoubleFunction<PeerView> value) {
        Supplier<SyncView> view = source;
        if (view == null) {
            return Double.NaN;
        }
        return view.get().peers().stream().filter(each -> each.idc().equals(peer)).mapToDouble(value).findFirst()
                .orElse(Double.NaN);
    }

    private static double age(PeerView view, Instant now) {
        Instant heard = view.link().lastHeard();
        return heard == null ? Double.NaN : Math.max(0, Duration.between(heard, now).toMillis() / 1000.0);
    }
}
