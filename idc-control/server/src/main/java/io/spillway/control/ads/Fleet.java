package io.spillway.control.ads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.IntendedView;
import io.spillway.control.service.StatusReport.SyncState;
import io.spillway.model.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of this node, for those who ask about them. Safe for use by any thread. */
final class Fleet {

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final int LOOKS = 5;
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(20).toNanos();
    private static final Duration COMPARED_WITHIN = Duration.ofSeconds(2);

    private final Set<ClientStream> streams;
    private final Ticker ticker;

    /** Creates it of a set that others change. */
    Fleet(Set<ClientStream> streams, Ticker ticker) {
        this.streams = streams;
        this.ticker = ticker;
    }

    /** Returns the state of every client and type, by node. */
    List<DataPlaneView> views() {
        List<DataPlaneView> views = new ArrayList<>();
        streams.forEach(stream -> views.addAll(stream.views()));
        return sorted(views);
    }

    /** Returns the certificates of the clients, of each the one that lasts longest; none in the clear. */
    List<PresentedCertificate> presented() {
        List<PresentedCertificate> all = new ArrayList<>();
        streams.forEach(stream -> {
            PresentedCertificate one = stream.presented();
            if (one != null) {
                all.add(one);
            }
        });
        return PresentedCertificate.newest(all);
    }

    /** Returns how many such nodes there are. */
    int clients(Predicate<NodeIdentity> such) {
        Set<String> names = new HashSet<>();
        streams.forEach(stream -> {
            NodeIdentity who = stream.identity();
            if (who != null && such.test(who)) {
                names.add(who.id());
            }
        });
        return names.size();
    }

    /** See {@link AdsService#compared}. */
    List<DataPlaneView> compared(boolean all) {
        Map<ClientStream, List<DataPlaneView>> found = new HashMap<>();
        Set<ClientStream> doubtful = Set.copyOf(streams);
        for (int look = 0; look < LOOKS && !doubtful.isEmpty(); look++) {
            if (look > 0) {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
            compare(doubtful, all, found);
            doubtful = Set.copyOf(doubtful.stream()
                    .filter(stream -> found.getOrDefault(stream, List.of()).stream().anyMatch(Fleet::isDoubtful))
                    .toList());
        }
        return sorted(found.values().stream().flatMap(List::stream).collect(Collectors.toCollection(ArrayList::new)));
    }

    /** Nothing is on its way and yet something differs: for a moment the catalog is newer than what streams know of it. */
    private static boolean isDoubtful(DataPlaneView view) {
        IntendedView intended = view.intended();
        return view.state() == SyncState.SYNCED && intended != null && intended.differing() > 0;
    }

    private void compare(Set<ClientStream> some, boolean all, Map<ClientStream, List<DataPlaneView>> found) {
        Map<ClientStream, CompletableFuture<List<DataPlaneView>>> asked = new HashMap<>();
        some.forEach(stream -> asked.put(stream, stream.compared(all)));
        long began = ticker.nanos();
        asked.forEach((stream, answer) -> found.put(stream, within(began, stream, answer)));
    }

    private List<DataPlaneView> within(long began, ClientStream stream,
            CompletableFuture<List<DataPlaneView>> answer) {
        try {
            long left = COMPARED_WITHIN.toNanos() - (ticker.nanos() - began);
            return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.debug("a stream was not compared in time", late);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return stream.views();
    }

    private static List<DataPlaneView> sorted(List<DataPlaneView> views) {
        views.sort(Comparator.comparing(DataPlaneView::node).thenComparing(DataPlaneView::type)
                .thenComparing(DataPlaneView::connectedSince));
        return views;
    }
}
