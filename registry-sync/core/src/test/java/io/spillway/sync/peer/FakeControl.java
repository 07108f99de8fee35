package io.spillway.sync.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import io.spillway.wire.v1.PeerLink;
import io.spillway.wire.v1.ServiceEntry;
import org.jspecify.annotations.Nullable;

/** The own control plane: takes reports, forgets everything when it restarts. Guarded by itself. */
final class FakeControl extends RestartableServer {

    private final Map<String, Map<String, Long>> imports = new TreeMap<>();
    private final List<Batch> batches = new CopyOnWriteArrayList<>();
    private final List<ImportReport> hellos = new CopyOnWriteArrayList<>();
    private final List<Beat> beats = new CopyOnWriteArrayList<>();
    private final List<Runnable> kept = new ArrayList<>();
    private Function<Batch, ImportAnswer.Builder> answers = batch -> ImportAnswer.newBuilder();
    private final List<StreamObserver<ImportAnswer>> clients = new ArrayList<>();
    private List<ServiceEntry> known = List.of();
    private boolean keepAnswers;
    private boolean notReady;
    private boolean failing;
    private long term = 1;

    FakeControl() {
        this(null);
    }

    /** Serves with TLS. */
    FakeControl(@Nullable SslContext tls) {
        super(tls);
        start();
    }

    @Override
    BindableService service() {
        return new Imports();
    }

    @Override
    void forget() {
        imports.clear();
        clients.clear();
        batches.clear();
        beats.clear();
    }

    /** What it imported: service to revision. */
    synchronized Map<String, Long> imports(String peer) {
        return new TreeMap<>(imports.getOrDefault(peer, Map.of()));
    }

    List<Batch> batches() {
        return List.copyOf(batches);
    }

    List<ImportReport> hellos() {
        return List.copyOf(hellos);
    }

    List<Beat> beats() {
        return List.copyOf(beats);
    }

    /** What the newest beat says of a peer. */
    PeerLink link(String peer) {
        List<Beat> all = beats();
        return all.isEmpty()
                ? PeerLink.getDefaultInstance()
                : all.getLast().getLinksList().stream().filter(link -> link.getPeer().equals(peer)).findFirst()
                        .orElse(PeerLink.getDefaultInstance());
    }

    synchronized void answerWith(Function<Batch, ImportAnswer.Builder> answer) {
        answers = answer;
    }

    /** What it has imported before. */
    synchronized void knows(ServiceEntry... entries) {
        known = List.of(entries);
    }

    synchronized void notReady(boolean now) {
        notReady = now;
    }

    /** Says something that nobody asked for. */
    synchronized void says(ImportAnswer.Builder news) {
        clients.forEach(client -> client.onNext(news.setLeading(term > 0).setTerm(term).setLeader("sync-1").build()));
    }

    /** Every batch ends the stream. */
    synchronized void failing(boolean now) {
        failing = now;
    }

    /** Another process leads; 0. Else this one does, in that term. */
    synchronized void term(long now) {
        term = now;
    }

    /** Batches are taken and not answered until {@link #answerAll}. */
    synchronized void keepAnswers() {
        keepAnswers = true;
    }

    synchronized void answerAll() {
        keepAnswers = false;
        kept.forEach(Runnable::run);
        kept.clear();
    }

    private void take(Batch batch) {
        batches.add(batch);
        Map<String, Long> services = imports.computeIfAbsent(batch.getPeer(), peer -> new TreeMap<>());
        if (batch.getFull()) {
            services.clear();
        }
        for (ServiceEntry entry : batch.getEntriesList()) {
            services.put(entry.getService(), entry.getVersion().getRevision());
        }
        batch.getRemovedList().forEach(services::remove);
    }

    private final class Imports extends ImportServiceGrpc.ImportServiceImplBase {

        @Override
        public StreamObserver<ImportReport> report(StreamObserver<ImportAnswer> client) {
            return new StreamObserver<>() {
                @Override
                public void onNext(ImportReport report) {
                    synchronized (FakeControl.this) {
                        handle(report, client);
                    }
                }

                @Override
                public void onError(Throwable cause) {
                    // The other side went away.
                }

                @Override
                public void onCompleted() {
                    client.onCompleted();
                }
            };
        }

        private void handle(ImportReport report, StreamObserver<ImportAnswer> client) {
            ImportAnswer.Builder answer = ImportAnswer.newBuilder();
            switch (report.getMessageCase()) {
                case HELLO -> {
                    hellos.add(report);
                    clients.add(client);
                    if (notReady) {
                        client.onError(Status.UNAVAILABLE.withDescription("not ready: loading").asRuntimeException());
                        return;
                    }
                    answer.addAllKnown(report.getHello().getAsksKnown() ? known : List.of());
                }
                case BEAT -> beats.add(report.getBeat());
                case BATCH -> {
                    if (failing) {
                        client.onError(Status.UNAVAILABLE.withDescription("registry unavailable").asRuntimeException());
                        return;
                    }
                    if (report.getBatch().getTerm() == term) {
                        take(report.getBatch());
                        answer = answers.apply(report.getBatch());
                    }
                }
                case MESSAGE_NOT_SET -> throw new AssertionError(report);
            }
            ImportAnswer built = answer.setSequence(report.getSequence()).setLeading(term > 0).setTerm(term)
                    .setLeader(term > 0 ? "sync-1" : "sync-2").build();
            if (keepAnswers && report.hasBatch()) {
                kept.add(() -> {
                    if (!((ServerCallStreamObserver<ImportAnswer>) client).isCancelled()) {
                        client.onNext(built);
                    }
                });
            } else {
                client.onNext(built);
            }
        }
    }
}
