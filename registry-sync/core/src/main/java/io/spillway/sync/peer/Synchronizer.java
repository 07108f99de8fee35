package io.spillway.sync.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.sync.peer.SyncView.PeerView;

/**
 * Keeps the subscriptions of the peers and the report to the own control plane. It holds what the peers declared for as
 * long as it lives, whether or not they still answer: a dead control plane is not a dead service.
 */
public final class Synchronizer implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(250);

    private final SyncSettings settings;
    private final Owner owner = new Owner();
    private final List<PeerLink> peers = new ArrayList<>();
    private final ReportLink report;
    private volatile SyncView view;

    private Synchronizer(SyncSettings settings, SyncSurroundings surroundings) {
        this.settings = settings;
        this.report = new ReportLink(settings, surroundings, owner, peers, this::refresh);
        settings.peers().forEach((peer, addresses) -> peers
                .add(new PeerLink(peer, addresses, settings, surroundings, owner, new News())));
        this.view = look();
    }

    /** Begins to connect and returns. */
    public static Synchronizer start(SyncSettings settings, SyncSurroundings surroundings) {
        Synchronizer synchronizer = new Synchronizer(settings, surroundings);
        synchronizer.owner.execute(synchronizer::run);
        return synchronizer;
    }

    /** Returns how things stand, at most a quarter of a second old. Any thread. */
    public SyncView view() {
        return view;
    }

    /** Ends the links. */
    @Override
    public void close() {
        CountDownLatch ended = new CountDownLatch(1);
        owner.execute(() -> {
            peers.forEach(PeerLink::close);
            report.close();
            ended.countDown();
        });
        try {
            boolean _ = ended.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        owner.close();
    }

    private void run() {
        report.start();
        // The control plane says first what it has; one that does not answer is not waited for.
        owner.after(settings.silence(), () -> peers.forEach(PeerLink::start));
        owner.every(settings.beatEvery(), report::beat);
        owner.every(settings.fullEvery(), this::tellAllAgain);
        owner.every(LOOK, this::refresh);
    }

    private void refresh() {
        view = look();
    }

    /** Heals what a lost answer or a mistake on either side left behind; what is already there changes nothing. */
    private void tellAllAgain() {
        peers.forEach(PeerLink::tellAllAgain);
    }

    private SyncView look() {
        List<PeerView> views = new ArrayList<>();
        for (PeerLink peer : peers) {
            Map<String, String> refused = new TreeMap<>(report.answered().refused(peer.peer()));
            refused.putAll(peer.world().refused());
            views.add(new PeerView(peer.peer(), peer.state(), peer.view(), peer.world().services(),
                    peer.world().shifts(), peer.world().waiting(), refused, report.answered().held(peer.peer())));
        }
        return new SyncView(settings.idc(), report.view(), report.lead(), views);
    }

    private final class News implements PeerLink.Listener {

        @Override
        public void news() {
            report.pump();
            refresh();
        }

        @Override
        public void turned() {
            report.beat();
            refresh();
        }
    }
}
