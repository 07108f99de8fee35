package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.spillway.control.ads.Caller;
import io.spillway.control.imports.lead.Claimant;
import io.spillway.control.imports.lead.Leadership;
import io.spillway.control.imports.lead.Place;
import io.spillway.control.imports.lead.Term;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.model.identity.SpiffeId;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.Hello;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream; gRPC calls it from one thread at a time. Who leads is told from another one meanwhile. */
final class ImportStream implements StreamObserver<ImportReport> {

    private static final Logger LOG = LoggerFactory.getLogger(ImportStream.class);
    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);
    private static final Duration DEFAULT_CONFIRM_AFTER = Duration.ofMinutes(10);

    private final Parts parts;
    private final StreamObserver<ImportAnswer> answers;
    private final Caller caller = Caller.current();
    private final Instant since;
    private Duration lease = DEFAULT_LEASE;
    private Duration confirmAfter = DEFAULT_CONFIRM_AFTER;
    private volatile @Nullable Place place;
    private @Nullable Term said; // guarded by answers
    private volatile boolean ended;

    /**
     * What all streams of a control node share.
     *
     * @param greeted those that said whose they are
     * @param turned  hears of peers that became fresh or stale
     */
    record Parts(String ownIdc, ImportWriter writer, Leadership leadership, PeerBook peers, SourceKeeper sources,
            Answers told, ImportObserver observer, Supplier<List<String>> notReady, InstantSource clock,
            Set<ImportStream> greeted, Consumer<List<PeerBook.Turn>> turned) {}

    ImportStream(Parts parts, StreamObserver<ImportAnswer> answers) {
        this.parts = parts;
        this.answers = answers;
        this.since = parts.clock().instant();
        if (answers instanceof ServerCallStreamObserver<ImportAnswer> call) {
            // Else news for a stream that has just ended would fail those who tell them, and the streams behind it.
            call.setOnCancelHandler(() -> LOG.debug("a report was cut off"));
        }
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
        List<String> waiting = parts.notReady().get();
        String mismatch = caller.mismatch(SpiffeId.Role.SYNC, parts.ownIdc());
        if (!mismatch.isEmpty()) {
            parts.observer().refused("identity");
            fail(Status.PERMISSION_DENIED.withDescription("import report of " + hello.getIdc() + ": " + mismatch));
        } else if (!hello.getIdc().equals(parts.ownIdc())) {
            fail(Status.INVALID_ARGUMENT.withDescription("hello.idc: \"" + hello.getIdc() + "\" (expected: "
                    + parts.ownIdc() + ")"));
        } else if (!waiting.isEmpty()) {
            fail(Status.UNAVAILABLE.withDescription("not ready: " + String.join("; ", waiting)));
        } else {
            parts.greeted().add(this);
            lease = hello.getLeaseMillis() > 0 ? Duration.ofMillis(hello.getLeaseMillis()) : DEFAULT_LEASE;
            confirmAfter = hello.getConfirmAfterMillis() > 0
                    ? Duration.ofMillis(hello.getConfirmAfterMillis())
                    : DEFAULT_CONFIRM_AFTER;
            answer.addAllKnown(hello.getAsksKnown() ? parts.writer().known() : List.of());
            return enter(Claimant.of(hello));
        }
        return Term.NONE;
    }

    private Term enter(Claimant claimant) {
        Place before = place;
        if (before != null) {
            before.leave();
        }
        Place now = parts.leadership().enter(claimant, this::news);
        place = now;
        if (ended) {
            now.leave(); // it hung up meanwhile
        }
        return now.term();
    }

    /** What the leader sees of the peers counts; where it does not report, what another one sees. */
    private Term beat(Beat beat, Term term) {
        if (term.leading() || !parts.leadership().view().leadsHere()) {
            parts.turned().accept(parts.peers().links(beat.getLinksList(), lease));
        }
        String fault = SourceKeeper.fault(beat.getSourcesList());
        if (!fault.isEmpty()) {
            fail(Status.INVALID_ARGUMENT.withDescription("beat.sources: " + fault));
        } else if (term.leading()) {
            parts.sources().heard(term, beat.getSourcesList());
        }
        return term;
    }

    private Term batch(Batch batch, Term term, ImportAnswer.Builder answer) {
        if (batch.getPeer().isEmpty() || batch.getPeer().equals(parts.ownIdc())) {
            fail(Status.INVALID_ARGUMENT.withDescription("batch.peer: \"" + batch.getPeer()
                    + "\" (expected: another IDC than " + parts.ownIdc() + ")"));
            return term;
        }
        if (!term.takes(batch.getTerm())) {
            return term;
        }
        ImportWriter.Outcome outcome = parts.writer().apply(batch, term.fence(), confirmAfter);
        if (outcome.failure().equals(ImportCommits.FENCED)) {
            LOG.warn("batch of {} in term {} came too late: {}", batch.getPeer(), term.number(), outcome.failure());
            return Term.NONE;
        }
        if (!outcome.failure().isEmpty()) {
            fail(Status.UNAVAILABLE.withDescription(outcome.failure()));
            return term;
        }
        parts.turned().accept(parts.peers().heard(batch.getPeer(), lease));
        parts.told().tell(batch.getPeer(), outcome, answer);
        return term;
    }

    /** Returns the certificate of who reports; null in the clear. */
    @Nullable
    PresentedCertificate presented() {
        return caller.presented(since);
    }

    private void end() {
        ended = true;
        parts.greeted().remove(this);
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
