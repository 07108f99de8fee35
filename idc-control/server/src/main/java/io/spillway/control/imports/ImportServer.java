package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.control.ads.Caller;
import io.spillway.control.audit.AuditTrail;
import io.spillway.control.imports.lead.Claimant;
import io.spillway.control.imports.lead.LeaderView;
import io.spillway.control.imports.lead.Leadership;
import io.spillway.control.imports.lead.Place;
import io.spillway.control.imports.lead.Term;
import io.spillway.control.nodes.NodeFigures.LinkTold;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.StatusReport.PeerState;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.SourceHoldView;
import io.spillway.control.state.ControlState;
import io.spillway.model.identity.SpiffeId;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.Hello;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the reports of registry-sync. Must be served by an executor that may block (virtual threads): a batch is answered
 * when the registry has it. A stream waits for its own batches; of two streams those batches wait that must not meet
 * ({@link ImportWriter}). Of several registry-syncs only what the one that leads reports is written ({@link Leadership}).
 */
public final class ImportServer extends ImportServiceGrpc.ImportServiceImplBase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImportServer.class);
    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);
    private static final Duration DEFAULT_CONFIRM_AFTER = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 250;

    private final String ownIdc;
    private final ImportWriter writer;
    private final Leadership leadership;
    private final PeerBook peers;
    private final ImportObserver observer;
    private final Answers told;
    private final SourceBook sources = new SourceBook();
    private final Supplier<List<String>> notReady;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final Set<Report> greeted = ConcurrentHashMap.newKeySet();

    /** Creates a server; {@code configured} are the peers that status shows even when nothing was ever heard of them. */
    public ImportServer(String ownIdc, Set<String> configured, ImportWriter writer, Leadership leadership,
            InstantSource clock, Supplier<List<String>> notReady, ImportObserver observer) {
        this.ownIdc = ownIdc;
        this.writer = writer;
        this.leadership = leadership;
        this.peers = new PeerBook(clock, configured);
        this.observer = observer;
        this.told = new Answers(observer);
        this.clock = clock;
        this.notReady = notReady;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("imports-timer").daemon().factory());
        var _ = timer.scheduleWithFixedDelay(() -> tell(peers.expired()), LOOK_MILLIS, LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public StreamObserver<ImportReport> report(StreamObserver<ImportAnswer> answers) {
        return new Report(answers);
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
        for (Report report : greeted) {
            PresentedCertificate one = report.caller.presented(report.since);
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

    /** Returns what sources of workloads hold, when the registry-sync that leads reports here. */
    public List<SourceHoldView> sourceHolds() {
        return leadership.view().leadsHere() ? sources.held() : List.of();
    }

    /** Tells the registry-sync that leads that what a source holds is meant. It must report here. */
    public ReleaseResult releaseSource(String source, String author) {
        return sources.release(source, author, leadership.view(),
                () -> greeted.forEach(report -> report.release(source)));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        leadership.close();
    }

    private void tell(List<PeerBook.Turn> turns) {
        for (PeerBook.Turn turn : turns) {
            PeerState before = turn.state() == PeerState.CONNECTED ? PeerState.STALE : PeerState.CONNECTED;
            LOG.info("peer {}: {} -> {}", turn.peer(), before, turn.state());
            observer.peer(turn.peer(), turn.state());
        }
    }

    /** One stream; gRPC calls it from one thread at a time. Who leads is told from another one meanwhile. */
    private final class Report implements StreamObserver<ImportReport> {

        private final StreamObserver<ImportAnswer> answers;
        private final Caller caller = Caller.current();
        private final Instant since = clock.instant();
        private Duration lease = DEFAULT_LEASE;
        private Duration confirmAfter = DEFAULT_CONFIRM_AFTER;
        private volatile @Nullable Place place;
        private @Nullable Term said; // guarded by answers
        private volatile boolean ended;

        Report(StreamObserver<ImportAnswer> answers) {
            this.answers = answers;
        }

        @Override
        public void onNext(ImportReport report) {
            if (ended) {
                return;
            }
            Place seated = place;
            if (seated == null && !report.hasHello()) {
                fail(Status.INVALID_ARGUMENT.withDescription("first message: " + report.getMessageCase()
                        + " (expected: hello)"));
                return;
            }
            ImportAnswer.Builder answer = ImportAnswer.newBuilder();
            Term term = switch (report.getMessageCase()) {
                case HELLO -> hello(report.getHello(), answer);
                case BEAT -> beat(report.getBeat(), heard(seated));
                case BATCH -> batch(report.getBatch(), heard(seated), answer);
                case MESSAGE_NOT_SET -> {
                    fail(Status.INVALID_ARGUMENT.withDescription("empty report"));
                    yield Term.NONE;
                }
            };
            answer(answer.setSequence(report.getSequence()), term);
        }

        private Term heard(@Nullable Place seated) {
            if (seated == null) {
                return Term.NONE;
            }
            seated.heard();
            return seated.term();
        }

        /** News that were said already, or that come before the answer to the hello, are none. */
        private void news(Term term) {
            synchronized (answers) {
                if (said != null && !term.equals(said)) {
                    answer(ImportAnswer.newBuilder(), term);
                }
            }
        }

        /** Only the one that leads holds anything. */
        void release(String source) {
            Place seated = place;
            if (seated != null && seated.term().leading()) {
                answer(ImportAnswer.newBuilder().addReleasedSources(source), seated.term());
            }
        }

        private void answer(ImportAnswer.Builder answer, Term term) {
            synchronized (answers) {
                if (!ended) {
                    said = term;
                    answers.onNext(answer.setLeading(term.leading()).setTerm(term.number()).setLeader(term.leader())
                            .build());
                }
            }
        }

        @Override
        public void onError(Throwable cause) {
            end();
        }

        @Override
        public void onCompleted() {
            end();
            synchronized (answers) {
                answers.onCompleted();
            }
        }

        private Term hello(Hello hello, ImportAnswer.Builder answer) {
            List<String> waiting = notReady.get();
            String mismatch = caller.mismatch(SpiffeId.Role.SYNC, ownIdc);
            if (!mismatch.isEmpty()) {
                observer.refused("identity");
                fail(Status.PERMISSION_DENIED.withDescription("import report of " + hello.getIdc() + ": " + mismatch));
            } else if (!hello.getIdc().equals(ownIdc)) {
                fail(Status.INVALID_ARGUMENT.withDescription("hello.idc: \"" + hello.getIdc() + "\" (expected: "
                        + ownIdc + ")"));
            } else if (!waiting.isEmpty()) {
                fail(Status.UNAVAILABLE.withDescription("not ready: " + String.join("; ", waiting)));
            } else {
                greeted.add(this);
                lease = hello.getLeaseMillis() > 0 ? Duration.ofMillis(hello.getLeaseMillis()) : DEFAULT_LEASE;
                confirmAfter = hello.getConfirmAfterMillis() > 0
                        ? Duration.ofMillis(hello.getConfirmAfterMillis())
                        : DEFAULT_CONFIRM_AFTER;
                answer.addAllKnown(hello.getAsksKnown() ? writer.known() : List.of());
                return enter(Claimant.of(hello));
            }
            return Term.NONE;
        }

        private Term enter(Claimant claimant) {
            Place before = place;
            if (before != null) {
                before.leave();
            }
            Place now = leadership.enter(claimant, this::news);
            place = now;
            if (ended) {
                now.leave(); // it hung up meanwhile
            }
            return now.term();
        }

        /** What the leader sees of the peers counts; where it does not report, what another one sees. */
        private Term beat(Beat beat, Term term) {
            if (term.leading() || !leadership.view().leadsHere()) {
                tell(peers.links(beat.getLinksList(), lease));
                sources.heard(term.leading() ? beat.getSourcesList() : List.of());
            }
            return term;
        }

        private Term batch(Batch batch, Term term, ImportAnswer.Builder answer) {
            if (batch.getPeer().isEmpty() || batch.getPeer().equals(ownIdc)) {
                fail(Status.INVALID_ARGUMENT.withDescription("batch.peer: \"" + batch.getPeer()
                        + "\" (expected: another IDC than " + ownIdc + ")"));
                return term;
            }
            if (!term.takes(batch.getTerm())) {
                return term;
            }
            ImportWriter.Outcome outcome = writer.apply(batch, term.fence(), confirmAfter);
            if (outcome.failure().equals(ImportWriter.FENCED)) {
                LOG.warn("batch of {} in term {} came too late: {}", batch.getPeer(), term.number(), outcome.failure());
                return Term.NONE;
            }
            if (!outcome.failure().isEmpty()) {
                fail(Status.UNAVAILABLE.withDescription(outcome.failure()));
                return term;
            }
            tell(peers.heard(batch.getPeer(), lease));
            told.tell(batch.getPeer(), outcome, answer);
            return term;
        }

        private void end() {
            ended = true;
            greeted.remove(this);
            Place left = place;
            if (left != null) {
                left.leave();
            }
        }

        private void fail(Status status) {
            end();
            synchronized (answers) {
                answers.onError(status.asRuntimeException());
            }
        }
    }
}
