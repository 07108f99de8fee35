package io.spillway.sync.peer;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.time.Ticker;
import io.spillway.process.tls.Credentials;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.Held;
import io.spillway.wire.v1.Hello;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import io.spillway.wire.v1.Refused;
import io.spillway.wire.v1.ShownCertificate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report to the own control plane. A peer's next batch goes out when its last one is answered: what happens meanwhile
 * waits as names in its {@link PeerWorld}. A new stream tells everything again, because nobody knows what became of what
 * was not answered. Only the owner thread comes here.
 */
final class ReportLink implements Link.Protocol {

    private static final Logger LOG = LoggerFactory.getLogger(ReportLink.class);

    private final SyncSettings settings;
    private final SyncObserver observer;
    private final Ticker ticker;
    private final Collection<PeerLink> peers;
    private final Runnable changed;
    private final Link link;
    private final Map<String, Sent> inFlight = new HashMap<>();
    private final Map<String, Map<String, String>> held = new HashMap<>();
    private final Map<String, Map<String, String>> refused = new HashMap<>();
    private @Nullable StreamObserver<ImportReport> reports;
    private long sequence;
    private long session;

    ReportLink(SyncSettings settings, SyncSurroundings surroundings, Owner owner, Collection<PeerLink> peers,
            Runnable changed) {
        this.settings = settings;
        this.observer = surroundings.observer();
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

    /** Updates of the peer that are held, by service; as of the newest answers. */
    Map<String, String> held(String peer) {
        return held.getOrDefault(peer, Map.of());
    }

    /** Records of the peer that the control plane set aside, by name. */
    Map<String, String> refused(String peer) {
        return refused.getOrDefault(peer, Map.of());
    }

    /** Sends what can be sent. */
    void pump() {
        StreamObserver<ImportReport> stream = reports;
        if (stream == null || !link.isConnected()) {
            return;
        }
        for (PeerLink peer : peers) {
            if (peer.world().hasNews() && !inFlight.containsKey(peer.peer())) {
                Batch batch = peer.world().takeNews();
                inFlight.put(peer.peer(), new Sent(sequence + 1, ticker.nanos()));
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
        inFlight.clear();
        sequence = 0;
        session = number;
        StreamObserver<ImportReport> stream = ImportServiceGrpc.newStub(channel).report(new Answers(number));
        reports = stream;
        send(stream, ImportReport.newBuilder().setHello(Hello.newBuilder().setIdc(settings.idc())
                .setNode(settings.node()).setLeaseMillis(Math.toIntExact(settings.lease().toMillis()))));
    }

    @Override
    public void connected() {
        peers.forEach(peer -> peer.world().tellAllAgain());
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
        inFlight.clear();
        changed.run();
    }

    private void send(StreamObserver<ImportReport> stream, ImportReport.Builder report) {
        stream.onNext(report.setSequence(++sequence).build());
    }

    private void take(ImportAnswer answer) {
        for (PeerLink peer : peers) {
            Sent waiting = inFlight.get(peer.peer());
            if (waiting != null && waiting.sequence() == answer.getSequence()) {
                inFlight.remove(peer.peer());
                settle(peer.peer(), answer);
            }
        }
        pump();
        changed.run();
    }

    private void settle(String peer, ImportAnswer answer) {
        Map<String, String> nowHeld = new TreeMap<>();
        for (Held each : answer.getHeldList()) {
            nowHeld.put(each.getService(), each.getGuard() + ": " + each.getDetail());
            if (!each.getAgain()) {
                LOG.warn("peer {}: update of {} held by {}: {}", peer,
                        each.getService().isEmpty() ? "the list of services" : each.getService(), each.getGuard(),
                        each.getDetail());
                observer.held(peer, each.getService(), each.getGuard());
            }
        }
        held.put(peer, nowHeld);
        Map<String, String> nowRefused = new TreeMap<>();
        for (Refused each : answer.getRefusedList()) {
            nowRefused.put(each.getName(), each.getReason());
            LOG.warn("peer {}: {} refused by the control plane: {}", peer, each.getName(), each.getReason());
            observer.refused(peer, each.getName(), each.getReason());
        }
        refused.put(peer, nowRefused);
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

    private record Sent(long sequence, long nanos) {}
}
