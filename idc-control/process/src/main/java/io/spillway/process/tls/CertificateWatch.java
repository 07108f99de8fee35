package io.spillway.process.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at certificate files from time to time and lets those who use them read what has changed. By content and not by
 * notification: files come by copy, rename, symbolic link and over network disks. Everything happens on its own thread.
 */
public final class CertificateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final InstantSource clock;
    private final CertificateEvents events;
    private final List<Watched> watched = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("certificates").factory());

    private CertificateWatch(InstantSource clock, CertificateEvents events) {
        this.clock = clock;
        this.events = events;
    }

    /** Watches from now on. */
    public static CertificateWatch start(Iterable<? extends Reloadable> users, Duration pause,
            InstantSource clock, CertificateEvents events) {
        CertificateWatch watch = new CertificateWatch(clock, events);
        for (Reloadable reloadable : users) {
            watch.watched.add(new Watched(reloadable, fingerprint(reloadable.files())));
            watch.events.certificates(reloadable.name(), reloadable.notAfter(), false);
        }
        var _ = watch.thread.scheduleWithFixedDelay(watch::look, pause.toMillis(), pause.toMillis(),
                TimeUnit.MILLISECONDS);
        return watch;
    }

    /**
     * Looks now, and says at once what is wrong: whoever asks says thereby that the files are complete. Returns, when all is
     * done, what is in use for whom. May be called by any thread that may wait.
     */
    public String lookNow() throws InterruptedException {
        try {
            return thread.submit(() -> {
                look();
                look();
                return watched.stream().map(Watched::toString).collect(Collectors.joining("; "));
            }).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("certificates not looked at", e.getCause());
        }
    }

    private void look() {
        for (Watched each : watched) {
            try {
                each.user.tick();
                look(each);
            } catch (RuntimeException e) {
                LOG.error("Certificates of {}: not looked at", each.user.name(), e);
            }
        }
    }

    private void look(Watched each) {
        String seen = fingerprint(each.user.files());
        if (seen.equals(each.inUse)) {
            if (!each.alarmed.isEmpty()) {
                LOG.info("Certificates of {}: refused -> what is in use lies there again", each.user.name());
                each.alarmed = "";
                events.certificates(each.user.name(), each.user.notAfter(), false);
            }
            return;
        }
        if (seen.equals(each.alarmed)) {
            return;
        }
        Instant before = each.user.notAfter();
        String reason = each.user.reload(clock.instant());
        if (reason == null) {
            each.inUse = seen;
            each.refused = "";
            each.alarmed = "";
            LOG.info("Certificates of {}: reloaded, valid until {} -> {}", each.user.name(), before,
                    each.user.notAfter());
            events.certificates(each.user.name(), each.user.notAfter(), false);
        } else if (seen.equals(each.refused)) {
            // Seen twice: not merely the moment between the writing of a certificate and of its key.
            each.alarmed = seen;
            LOG.warn("Certificates of {}: the new ones are refused, those until {} stay in use: {}", each.user.name(),
                    before, reason);
            events.certificates(each.user.name(), before, true);
        } else {
            each.refused = seen;
        }
    }

    /** Returns what tells two versions of the files apart; a missing file counts as content too. */
    private static String fingerprint(List<Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                try {
                    digest.update(Files.readAllBytes(file));
                } catch (IOException e) {
                    digest.update((byte) 0);
                }
                digest.update((byte) 1);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** One user of files; belongs to the watching thread. */
    private static final class Watched {
        private final Reloadable user;
        private String inUse;
        private String refused = "";
        private String alarmed = "";

        Watched(Reloadable user, String inUse) {
            this.user = user;
            this.inUse = inUse;
        }

        @Override
        public String toString() {
            return user.name() + (alarmed.isEmpty()
                    ? " valid until " + user.notAfter()
                    : " REFUSED, those until " + user.notAfter() + " stay in use");
        }
    }
}
