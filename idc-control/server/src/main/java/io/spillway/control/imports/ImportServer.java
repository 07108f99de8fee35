package io.spillway.control.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.grpc.stub.StreamObserver;
import io.spillway.control.audit.AuditTrail;
import io.spillway.control.imports.lead.LeaderView;
import io.spillway.control.imports.lead.Leadership;
import io.spillway.control.nodes.NodeFigures.LinkTold;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.SourceHoldView;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateKeeper;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the reports of registry-sync. Must be served by an executor that may block (virtual threads): a batch is answered
 * when the registry has it. A stream waits for its own batches; of two streams those batches wait that must not meet
 * ({@link ImportWriter}). Of several registry-syncs only what the one that leads reports is written ({@link Leadership}).
 */
public final class ImportServer extends ImportServiceGrpc.ImportServiceImplBase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImportServer.class);
    private static final long LOOK_MILLIS = 250;

    private final ImportWriter writer;
    private final Leadership leadership;
    private final PeerBook peers;
    private final ImportObserver observer;
    private final SourceKeeper sources;
    private final ScheduledExecutorService timer;
    private final Set<ImportStream> greeted = ConcurrentHashMap.newKeySet();
    private final ImportStream.Parts parts;

    /** Creates a server; {@code configured} are the peers that status shows even when nothing was ever heard of them. */
    public ImportServer(String ownIdc, Set<String> configured, ImportWriter writer, Leadership leadership,
            StateKeeper.Times times, Supplier<List<String>> notReady, ImportObserver observer) {
        this.writer = writer;
        this.leadership = leadership;
        this.peers = new PeerBook(times.clock(), configured);
        this.observer = observer;
        this.sources = new SourceKeeper(writer.commits(), leadership::view, times.ticker(),
                source -> greeted.forEach(stream -> stream.release(source)));
        this.parts = new ImportStream.Parts(ownIdc, writer, leadership, peers, sources, new Answers(observer), observer,
                notReady, times.clock(), greeted, this::tell);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("imports-timer").daemon().factory());
        var _ = timer.scheduleWithFixedDelay(() -> tell(peers.expired()), LOOK_MILLIS, LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
        sources.start();
    }

    @Override
    public StreamObserver<ImportReport> report(StreamObserver<ImportAnswer> answers) {
        return new ImportStream(parts, answers);
    }

    /** Returns the peers with their imports as of a state. */
    public List<PeerView> peers(ControlState state) {
        return peers.views(state);
    }

    /** Returns what registry-sync tells this node of the links to the peers. */
    public SortedMap<String, LinkTold> links() {
        return peers.told();
    }

    /** Returns which registry-sync leads, as this node knows. */
    public LeaderView leader() {
        return leadership.view();
    }

    /** Returns the certificates of those who report, and of the peers that they report of; none in the clear. */
    public List<PresentedCertificate> presented() {
        List<PresentedCertificate> all = new ArrayList<>(peers.presented());
        for (ImportStream stream : greeted) {
            PresentedCertificate one = stream.presented();
            if (one != null) {
                all.add(one);
            }
        }
        return PresentedCertificate.newest(all);
    }

    /** Applies what a guard holds, whichever node holds it, with a record of it. Blocks. */
    public ReleaseResult release(String idc, String service, String author, AuditTrail.Recorded recorded) {
        ReleaseResult result = writer.release(idc, service, recorded);
        LOG.info("held update of {} {}: release by {}: {}", idc, service, author, result);
        return result;
    }

    /** Returns what sources of workloads hold, whichever control node hears of it. */
    public List<SourceHoldView> sourceHolds() {
        return sources.held();
    }

    /**
     * Says that what a source holds is meant, with a record of it: the control node to which the registry-sync that leads reports
     * passes it on. Blocks.
     */
    public ReleaseResult releaseSource(String source, String author, AuditTrail.Recorded recorded) {
        ReleaseResult result = sources.release(source, author, recorded);
        LOG.info("removals of source {}: release by {}: {}", source, author, result);
        return result;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        sources.close();
        leadership.close();
    }

    private void tell(List<PeerBook.Turn> turns) {
        for (PeerBook.Turn turn : turns) {
            PeerState before = turn.state() == PeerState.CONNECTED ? PeerState.STALE : PeerState.CONNECTED;
            LOG.info("peer {}: {} -> {}", turn.peer(), before, turn.state());
            observer.peer(turn.peer(), turn.state());
        }
    }
}
