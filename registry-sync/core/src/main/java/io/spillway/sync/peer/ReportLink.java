package io.spillway.sync.peer;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.time.Ticker;
import io.spillway.process.tls.Credentials;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.Hello;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import io.spillway.wire.v1.ShownCertificate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report to the own control plane. A peer's next batch goes out when its last one is answered: what happens meanwhile
 * waits as names in its {@link PeerWorld}. A new stream tells everything again, because nobody knows what became of what
 * was not answered. While another process leads only beats are sent; the peers' worlds are kept, so that this one can lead at
 * once. Only the owner thread comes here.
 */
final class ReportLink implements Link.Protocol {

    private static final Logger LOG = LoggerFactory.getLogger(ReportLink.class);

    private final SyncSettings settings;
    private final SyncSurroundings surroundings;
    private final Ticker ticker;
    private final Collection<PeerLink> peers;
    private final Runnable changed;
    private final Owner owner;
    private final Link link;
    private final Answered answered;
    private final String instance;
    private final Map<String, Sent> inFlight = new HashMap<>();
    private LeadView lead;
    private @Nullable StreamObserver<ImportReport> reports;
    private long sequence;
    private long session;
    private boolean acquainted;

    ReportLink(SyncSettings settings, SyncSurroundings surroundings, Owner owner, Collection<PeerLink> peers,
            Runnable changed) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.owner = owner;
        this.answered = new Answered(surroundings.observer());
        this.instance = Long.toHexString(surroundings.random().nextLong());
        this.lead = new LeadView(false, 0, "", surroundings.clock().instant());
        this.ticker = surroundings.ticker();
        this.peers = peers;
        this.changed = changed;
        this.link = new Link(new Link.Target("control plane of " + settings.idc(), settings.idc(), settings.control()),
                settings, surroundings, owner, this);
    }

    void start() {
        link.start();
    }

    void close() {
        link.close();
    }

    LinkView view() {
        return link.view();
    }

    Answered answered() {
        return answered;
    }

    LeadView lead() {
        return lead;
    }

    /** Sends what can be sent. */
    void pump() {
        StreamObserver<ImportReport> stream = reports;
        if (stream == null || !link.isConnected() || !lead.leading()) {
            return;
        }
        for (PeerLink peer : peers) {
            if (peer.world().hasNews() && !inFlight.containsKey(peer.peer())) {
                Batch batch = peer.world().takeNews().toBuilder().setTerm(lead.term()).build();
                inFlight.put(peer.peer(), new Sent(sequence + 1, ticker.nanos(), batch.getTerm(),
                        batch.getRemovedList()));
                send(stream, ImportReport.newBuilder().setBatch(batch));
            }
        }
    }

    void beat() {
        StreamObserver<ImportReport> stream = reports;
        if (stream == null || !link.isConnected()) {
            return;
        }
        for (Sent waiting : inFlight.values()) {
            if (ticker.nanos() - waiting.nanos() > settings.lease().toNanos()) {
                link.lost(session, "report " + waiting.sequence() + " is not answered");
                return;
            }
        }
        Beat.Builder beat = Beat.newBuilder();
        for (PeerLink peer : peers) {
            LinkView view = peer.view();
            Instant lastHeard = view.lastHeard();
            io.spillway.wire.v1.PeerLink.Builder told = io.spillway.wire.v1.PeerLink.newBuilder()
                    .setPeer(peer.peer()).setConnected(view.connected())
                    .setSinceUnixMillis(view.since().toEpochMilli())
                    .setLastMessageUnixMillis(lastHeard == null ? 0 : lastHeard.toEpochMilli())
                    .setLastError(view.lastError());
            X509Certificate shown = view.certificate();
            beat.addLinks(shown == null ? told : told.setCertificate(told(shown)));
        }
        beat.addAllSources(surroundings.sources().held());
        send(stream, ImportReport.newBuilder().setBeat(beat));
    }

    private static ShownCertificate told(X509Certificate shown) {
        SpiffeId who = Credentials.identity(shown);
        return ShownCertificate.newBuilder()
                .setSpiffeId(who == null ? shown.getSubjectX500Principal().getName() : who.uri())
                .setNotBeforeUnixMillis(shown.getNotBefore().toInstant().toEpochMilli())
                .setNotAfterUnixMillis(shown.getNotAfter().toInstant().toEpochMilli()).build();
    }

    @Override
    public void open(ManagedChannel channel, long number) {
        sequence = 0;
        session = number;
        StreamObserver<ImportReport> stream = ImportServiceGrpc.newStub(channel).report(new Answers(number));
        reports = stream;
        send(stream, ImportReport.newBuilder().setHello(Hello.newBuilder().setIdc(settings.idc())
                .setNode(settings.node()).setLeaseMillis(Math.toIntExact(settings.lease().toMillis()))
                .setInstance(instance).setLeaderLeaseMillis(Math.toIntExact(settings.leaderLease().toMillis()))
                .setAsksKnown(!acquainted)
                .setConfirmAfterMillis(Math.toIntExact(settings.confirmAfter().toMillis()))));
    }

    @Override
    public void connected() {
        beat();
        pump();
        changed.run();
    }

    @Override
    public boolean mayBeSilent() {
        return false; // every report is answered
    }

    @Override
    public void lost() {
        reports = null;
        peers.forEach(this::untold);
        inFlight.clear();
        lead(false, 0, "");
        changed.run();
    }

    private void send(StreamObserver<ImportReport> stream, ImportReport.Builder report) {
        stream.onNext(report.setSequence(++sequence).build());
    }

    private void take(ImportAnswer answer) {
        if (!acquainted && answer.getSequence() == 1) {
            acquainted = true;
            peers.forEach(peer -> peer.know(answer.getKnownList()));
            peers.forEach(PeerLink::start);
        }
        for (PeerLink peer : peers) {
            Sent waiting = inFlight.get(peer.peer());
            if (waiting != null && waiting.sequence() == answer.getSequence()) {
                if (answer.getLeading() && answer.getTerm() == waiting.term()) {
                    answered.take(peer.peer(), answer);
                    answer.getHeldList().forEach(held -> peer.ask(held.getAskList()));
                } else {
                    untold(peer);
                }
                inFlight.remove(peer.peer());
            }
        }
        lead(answer.getLeading(), answer.getTerm(), answer.getLeader());
        answer.getReleasedSourcesList().forEach(surroundings.sources()::release);
        pump();
        changed.run();
    }

    /** What was told and is not answered, perhaps nobody knows: what is there is told with the rest, what is gone by name. */
    private void untold(PeerLink peer) {
        Sent sent = inFlight.get(peer.peer());
        if (sent != null) {
            peer.world().goneUntold(sent.removed());
        }
    }

    /** In a new term everything is told again, for nobody knows what became of what the last leader sent. */
    private void lead(boolean leading, long term, String leader) {
        LeadView before = lead;
        lead = before.then(leading, term, leader, surroundings.clock().instant());
        if (leading && term != before.term()) {
            LOG.info("leads among the registry-syncs of {}, term {}", settings.idc(), term);
            peers.forEach(peer -> peer.world().tellAllAgain(false));
            owner.after(settings.lease(), () -> peers.forEach(PeerLink::tellAllAgain));
        } else if (before.leading() && !leading) {
            LOG.info("leads no more among the registry-syncs of {}: {} does", settings.idc(),
                    leader.isEmpty() ? "nobody" : leader);
        }
    }

    private final class Answers implements StreamObserver<ImportAnswer> {

        private final long number;

        Answers(long number) {
            this.number = number;
        }

        @Override
        public void onNext(ImportAnswer answer) {
            if (link.isCurrent(number)) {
                link.heard(number);
                take(answer);
            }
        }

        @Override
        public void onError(Throwable cause) {
            link.lost(number, PeerLink.describe(Status.fromThrowable(cause)));
        }

        @Override
        public void onCompleted() {
            link.lost(number, "the stream was ended");
        }
    }

    private record Sent(long sequence, long nanos, long term, List<String> removed) {}
}
