package io.spillway.registry.etcd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that resumes by itself. jetcd's own resumption is never used: after a loss during catch-up it goes on at the
 * revision of the "created" answer and loses what lay between, and it would go on against a wiped etcd. Here each loss
 * ends the jetcd watcher; a new one is opened at our own cursor after a probe, begun after the loss, found the known
 * registry. A watcher that hears nothing although it asks for progress is a lost one.
 */
final class EtcdWatch implements Watch {

    private static final Logger LOG = LoggerFactory.getLogger(EtcdWatch.class);
    private static final int QUEUED_RESPONSES = 1_000;

    private final String prefix;
    private final WatchListener listener;
    private final EtcdLink link;
    private final EtcdSettings settings;
    private final Ticker ticker;
    private final long generation;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private volatile boolean closed;

    private long next; // owned by the watch's thread: the first revision that is not delivered yet

    EtcdWatch(String prefix, long fromRevision, WatchListener listener, EtcdLink link, EtcdSettings settings,
            Ticker ticker) {
        this.prefix = prefix;
        this.next = Math.max(1, fromRevision);
        this.listener = listener;
        this.link = link;
        this.settings = settings;
        this.ticker = ticker;
        this.generation = link.generation();
    }

    void start() {
        thread.set(Thread.ofVirtual().name("registry-watch " + prefix).start(this::run));
    }

    @Override
    public void close() {
        closed = true;
        Thread running = thread.get();
        if (running != null && !running.equals(Thread.currentThread())) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            long probe = 0;
            boolean told = true;
            while (!closed) {
                EtcdLink.Session session = link.awaitSession(probe);
                if (link.generation() != generation) {
                    end(0);
                } else if (session == null) {
                    told = told && tellLost();
                } else {
                    if (!told) {
                        listener.onState(link.board().state());
                        told = true;
                    }
                    follow(session);
                    probe = link.suspect();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("watch of {} ended: its listener failed at revision {}", prefix, next, e);
                end(0);
            }
        }
    }

    /** Returns false: from now on the return of the connection is news. */
    private boolean tellLost() {
        if (!link.board().state().connected()) {
            listener.onState(link.board().state());
            return false;
        }
        return true;
    }

    private void end(long compactRevision) {
        closed = true;
        listener.onCompacted(compactRevision);
    }

    /** One jetcd watcher from its beginning to its loss. */
    private void follow(EtcdLink.Session session) throws InterruptedException {
        Inbox inbox = new Inbox();
        WatchOption option = WatchOption.builder().isPrefix(true).withRevision(next).withProgressNotify(true)
                .withCreateNotify(true).withRequireLeader(true).build();
        try (var watcher = session.client().getWatchClient().watch(Calls.bytes(prefix), option, inbox)) {
            long heard = ticker.nanos();
            boolean created = false;
            long poll = Math.max(20, settings.silence().toMillis() / 5);
            while (!closed && link.generation() == generation) {
                Signal signal = inbox.signals.poll(poll, TimeUnit.MILLISECONDS);
                switch (signal) {
                    case null -> {
                        if (inbox.overflowed || ticker.nanos() - heard > settings.silence().toNanos()) {
                            LOG.info("watch of {} at revision {} was open, is lost: {}", prefix, next,
                                    inbox.overflowed ? "its listener is slow" : "silent");
                            return;
                        }
                        if (created) {
                            watcher.requestProgress();
                        }
                    }
                    case Signal.Answer answer -> {
                        heard = ticker.nanos();
                        created = true;
                        if (answer.response().getHeader().getClusterId() != session.identity().cluster()) {
                            return;
                        }
                        deliver(answer.response());
                    }
                    case Signal.Lost lost -> {
                        if (lost.cause() instanceof CompactedException compacted) {
                            end(compacted.getCompactedRevision());
                        }
                        return;
                    }
                }
            }
        }
    }

    private void deliver(WatchResponse response) {
        List<Event> batch = new ArrayList<>();
        long revision = 0;
        for (WatchEvent event : response.getEvents()) {
            KeyValue keyValue = keyValue(event);
            if (keyValue.modRevision() != revision) {
                deliver(revision, batch);
                batch = new ArrayList<>();
                revision = keyValue.modRevision();
            }
            batch.add(
                    new Event(event.getEventType() == WatchEvent.EventType.DELETE ? Event.Type.DELETE : Event.Type.PUT,
                            keyValue));
        }
        deliver(revision, batch);
        // "Created" carries the store's revision before anything was delivered: only progress means "all until here".
        if (response.isProgressNotify() && !response.isCreatedNotify() && !closed) {
            long all = response.getHeader().getRevision();
            next = Math.max(next, all + 1);
            listener.onProgress(all);
        }
    }

    private void deliver(long revision, List<Event> batch) {
        if (!batch.isEmpty() && revision >= next && !closed) {
            link.saw(revision);
            listener.onBatch(revision, batch);
            next = revision + 1;
        }
    }

    private static KeyValue keyValue(WatchEvent event) {
        return switch (event.getEventType()) {
            case DELETE -> new KeyValue(event.getKeyValue().getKey().toString(StandardCharsets.UTF_8), new byte[0], 0,
                    event.getKeyValue().getModRevision(), 0);
            case PUT, UNRECOGNIZED -> Calls.keyValue(event.getKeyValue());
        };
    }

    /** Where jetcd's threads leave what they have; they never wait. */
    private static final class Inbox implements io.etcd.jetcd.Watch.Listener {

        private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(QUEUED_RESPONSES);
        private volatile boolean overflowed;

        @Override
        public void onNext(WatchResponse response) {
            put(new Signal.Answer(response));
        }

        @Override
        public void onError(Throwable cause) {
            put(new Signal.Lost(cause));
        }

        @Override
        public void onCompleted() {
            put(new Signal.Lost(new IllegalStateException("the stream ended")));
        }

        private void put(Signal signal) {
            if (!overflowed && !signals.offer(signal)) {
                overflowed = true; // what is queued is delivered, then the watch begins anew after it
            }
        }
    }

    private sealed interface Signal {

        record Answer(WatchResponse response) implements Signal {}

        record Lost(Throwable cause) implements Signal {}
    }
}
