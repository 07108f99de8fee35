package io.spillway.control.imports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.control.node.TestNode;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Beat;
import io.spillway.wire.v1.GatewayAddress;
import io.spillway.wire.v1.GroupCapacity;
import io.spillway.wire.v1.Hello;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.ImportReport;
import io.spillway.wire.v1.ImportServiceGrpc;
import io.spillway.wire.v1.OriginVersion;
import io.spillway.wire.v1.ServiceEntry;

import static org.assertj.core.api.Assertions.assertThat;

/** A registry-sync as one control node has it: one stream, one report at a time. */
public final class SyncClient implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    /** Longer than the control node takes to look at a word. */
    private static final long QUIET_MILLIS = 600;

    private final ManagedChannel channel;
    private final StreamObserver<ImportReport> reports;
    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final List<ServiceEntry> known;
    private final List<String> released = new ArrayList<>();
    private long sequence;

    private sealed interface Heard {

        record Answer(ImportAnswer answer) implements Heard {}

        record Ended(Status status) implements Heard {}
    }

    public SyncClient(TestNode node) throws InterruptedException {
        this(node, false);
    }

    /** One that asks what of its peers is in use, or does not. */
    SyncClient(TestNode node, boolean asksKnown) throws InterruptedException {
        this(node, Hello.newBuilder().setAsksKnown(asksKnown));
    }

    /** One whose holds may be confirmed after that time. */
    SyncClient(TestNode node, Duration confirmAfter) throws InterruptedException {
        this(node, Hello.newBuilder().setConfirmAfterMillis(Math.toIntExact(confirmAfter.toMillis())));
    }

    private SyncClient(TestNode node, Hello.Builder hello) throws InterruptedException {
        channel = node.channel();
        reports = ImportServiceGrpc.newStub(channel).report(new StreamObserver<>() {
            @Override
            public void onNext(ImportAnswer answer) {
                heard.add(new Heard.Answer(answer));
            }

            @Override
            public void onError(Throwable cause) {
                heard.add(new Heard.Ended(Status.fromThrowable(cause)));
            }

            @Override
            public void onCompleted() {
                heard.add(new Heard.Ended(Status.OK));
            }
        });
        known = say(ImportReport.newBuilder().setHello(hello.setIdc("idc-a").setNode("sync-1"))).getKnownList();
    }

    /** Returns the answer; fails when the stream ends instead. */
    public ImportAnswer say(ImportReport.Builder report) throws InterruptedException {
        Heard answer = send(report);
        assertThat(answer).isInstanceOf(Heard.Answer.class);
        return ((Heard.Answer) answer).answer;
    }

    public ImportAnswer say(Batch.Builder batch) throws InterruptedException {
        return say(ImportReport.newBuilder().setBatch(batch));
    }

    /** Says how its links and sources are; what is said to it of sources meanwhile is kept. */
    void beat(Beat.Builder beat) throws InterruptedException {
        assertThat(send(ImportReport.newBuilder().setBeat(beat))).isInstanceOf(Heard.Answer.class);
    }

    /** Returns the sources that were released since it was asked last; waits for the first. */
    List<String> released() throws InterruptedException {
        if (released.isEmpty()) {
            assertThat(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOfSatisfying(Heard.Answer.class,
                    news -> released.addAll(news.answer.getReleasedSourcesList()));
        }
        List<String> all = List.copyOf(released);
        released.clear();
        return all;
    }

    /** Returns whether nothing is said for a while. */
    boolean nothingMoreIsReleased() throws InterruptedException {
        return released.isEmpty() && heard.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS) == null;
    }

    /** Returns with what status the stream ended; fails when it is answered. */
    Status refused(Batch.Builder batch) throws InterruptedException {
        return refused(ImportReport.newBuilder().setBatch(batch));
    }

    /** Returns with what status the stream ended; fails when it is answered. */
    Status refused(ImportReport.Builder report) throws InterruptedException {
        Heard answer = send(report);
        assertThat(answer).isInstanceOf(Heard.Ended.class);
        return ((Heard.Ended) answer).status;
    }

    private Heard send(ImportReport.Builder report) throws InterruptedException {
        sequence++;
        reports.onNext(report.setSequence(sequence).build());
        Heard answer = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        // What is said of sources, or of who leads, is said unasked.
        while (answer instanceof Heard.Answer(ImportAnswer news) && news.getSequence() != sequence) {
            released.addAll(news.getReleasedSourcesList());
            answer = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(answer).as("answer to report %d", sequence).isNotNull();
        return answer;
    }

    /** Returns the services of which it was told at first that they are in use. */
    List<String> known() {
        return known.stream().map(ServiceEntry::getService).toList();
    }

    /** Says that these are all services of idc-b. */
    public ImportAnswer all(ServiceEntry... entries) throws InterruptedException {
        return say(batch(entries).setFull(true));
    }

    /** Says that this is new in idc-b. */
    public ImportAnswer news(ServiceEntry... entries) throws InterruptedException {
        return say(batch(entries));
    }

    public static Batch.Builder batch(ServiceEntry... entries) {
        return Batch.newBuilder().setPeer("idc-b").addAllEntries(List.of(entries));
    }

    public static ServiceEntry entry(String service, long revision, int declared) {
        return ServiceEntry.newBuilder().setSchema(1).setIdc("idc-b").setService(service)
                .setVersion(OriginVersion.newBuilder().setEpoch(1).setRevision(revision))
                .addGateways(GatewayAddress.newBuilder().setNode("gw-b").setHost("127.0.0.1").setPort(8001))
                .addGroups(group("default", declared)).build();
    }

    public static GroupCapacity group(String name, int declared) {
        return GroupCapacity.newBuilder().setGroup(name).setDeclared(declared).setHealthy(declared)
                .setDeclaredWeight(declared * 100).setHealthyWeight(declared * 100).build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
