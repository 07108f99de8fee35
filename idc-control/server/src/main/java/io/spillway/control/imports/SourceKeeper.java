package io.spillway.control.imports;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.spillway.control.audit.AuditTrail;
import io.spillway.control.imports.lead.LeaderView;
import io.spillway.control.imports.lead.Term;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.StatusReport.SourceHoldView;
import io.spillway.control.state.NoteShelf;
import io.spillway.model.resource.Names;
import io.spillway.model.time.Ticker;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.record.HeldSourceRecord;
import io.spillway.wire.v1.SourceHolds;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sources of workloads hold, and the words of operators that it may go, known to all control nodes of the IDC: both stand in
 * the registry. The node to which the registry-sync that leads reports writes what is held, and passes on a word, whichever
 * node wrote it. A word is for just the workloads that were held when it was said; it stays when the process or the node changes.
 * One thread, {@code imports-sources}, writes; nobody waits for it.
 */
final class SourceKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceKeeper.class);
    private static final long LOOK_MILLIS = 250;
    /** A process that has just begun to lead has not read its sources yet: that it holds nothing says nothing. */
    private static final Duration SETTLING = Duration.ofSeconds(5);
    /** What stands under the name of a source. */
    private static final String NOTE = "held";

    private final ImportCommits commits;
    private final Supplier<LeaderView> leader;
    private final Ticker ticker;
    private final Consumer<String> tell;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("imports-sources").daemon().factory());
    private volatile @Nullable Heard heard;
    private long term; // owned by the thread, as all below
    private long termNanos;
    private final Set<String> told = new TreeSet<>();
    private String failure = "";

    private record Heard(long term, Map<String, HeldSourceRecord> sources) {}

    /** Creates it; {@code tell} says to the registry-sync that leads here that what a source misses may go, and must not block. */
    SourceKeeper(ImportCommits commits, Supplier<LeaderView> leader, Ticker ticker, Consumer<String> tell) {
        this.commits = commits;
        this.leader = leader;
        this.ticker = ticker;
        this.tell = tell;
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(this::guardedLook, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns what is wrong with what a registry-sync says of its sources, or an empty text. */
    static String fault(List<SourceHolds> sources) {
        return sources.stream().map(SourceHolds::getSource).filter(name -> !Names.valid(name)).findFirst()
                .map(name -> "\"" + name + "\" (expected: " + Names.TYPE.expected() + ")").orElse("");
    }

    /** The registry-sync that leads, in that term, says what its sources hold. Never blocks; any thread. */
    void heard(Term now, List<SourceHolds> sources) {
        Map<String, HeldSourceRecord> bySource = new TreeMap<>();
        sources.forEach(source -> bySource.put(source.getSource(), new HeldSourceRecord(source.getHeld(),
                source.getWorkloadsList().stream().limit(HeldSourceRecord.MOST_NAMED)
                        .map(one -> new HeldSourceRecord.Workload(one.getName(), one.getReason())).toList(),
                "")));
        heard = new Heard(now.number(), bySource);
    }

    /** Returns the sources that hold something. */
    List<SourceHoldView> held() {
        NoteShelf<HeldSourceRecord> notes = commits.state().notes().sources();
        return notes.origins().stream().map(source -> view(source, notes.get(source, NOTE))).toList();
    }

    private static SourceHoldView view(String source, @Nullable HeldSourceRecord held) {
        return held == null
                ? new SourceHoldView(source, 0, List.of(), "")
                : new SourceHoldView(source, held.held(), held.workloads().stream()
                        .map(one -> new SourceHoldView.Workload(one.name(), one.reason())).toList(),
                        held.releasedBy());
    }

    /** Writes somebody's word that what a source holds is meant. To say it again changes nothing. Blocks. */
    ReleaseResult release(String source, String author, AuditTrail.Recorded recorded) {
        Map<String, Long> found = new HashMap<>();
        for (int attempt = 0; attempt < ImportCommits.ATTEMPTS; attempt++) {
            NoteShelf.Noted<HeldSourceRecord> held = commits.state().notes().sources().noted(source, NOTE);
            if (held == null) {
                return leader.get().standing() == null
                        ? new ReleaseResult.NotReleased("source " + source + ": no registry-sync leads")
                        : new ReleaseResult.NothingMissed(source);
            }
            int workloads = held.record().held();
            if (held.record().released()) {
                return new ReleaseResult.Released(workloads);
            }
            Edit word = Edit.put(RegistryKeys.source(source), held.revision(),
                    held.record().releasedBy(author).encode());
            String why = commits.commit(List.of(List.of(word)),
                    new ImportCommits.Conditions(List.of(), List.of(), recorded), Marking.NONE, found);
            if (why == null) {
                return new ReleaseResult.Released(workloads);
            }
            if (!why.equals(ImportCommits.CONFLICT)) {
                return new ReleaseResult.NotReleased(why);
            }
        }
        return new ReleaseResult.NotReleased("source " + source + ": what it holds changes all the time");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void guardedLook() {
        try {
            look();
        } catch (RegistryUnavailableException away) {
            failed("registry unavailable: " + away.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("what sources hold: a look failed", bug);
        }
    }

    /** Makes what stands in the registry what was heard, if the one who leads is heard here. */
    private void look() {
        LeaderView now = leader.get();
        Heard said = heard;
        if (said == null || !now.leadsHere() || said.term() != now.term()) {
            return;
        }
        if (term != said.term()) {
            term = said.term();
            termNanos = ticker.nanos();
            told.clear();
        }
        NoteShelf<HeldSourceRecord> notes = commits.state().notes().sources();
        Set<String> sources = new TreeSet<>(said.sources().keySet());
        sources.addAll(notes.origins());
        sources.forEach(source -> look(source, said.sources().get(source), notes.noted(source, NOTE)));
    }

    private void look(String source, @Nullable HeldSourceRecord said,
            NoteShelf.@Nullable Noted<HeldSourceRecord> standing) {
        String key = RegistryKeys.source(source);
        if (said == null) {
            if (standing != null && ticker.nanos() - termNanos >= SETTLING.toNanos()) {
                write(Edit.delete(key, standing.revision()));
            }
            told.remove(source);
            return;
        }
        HeldSourceRecord next = standing != null && said.ofTheSame(standing.record())
                ? said.releasedBy(standing.record().releasedBy())
                : said;
        if (standing == null || !next.equals(standing.record())) {
            write(Edit.put(key, standing == null ? 0 : standing.revision(), next.encode()));
        }
        if (!next.released()) {
            told.remove(source);
        } else if (told.add(source)) {
            LOG.info("source {}: {} removals are released by {}", source, next.held(), next.releasedBy());
            tell.accept(source);
        }
    }

    /** What does not succeed is tried at the next look. */
    private void write(Edit edit) {
        String why = commits.commit(List.of(List.of(edit)),
                new ImportCommits.Conditions(new Term(true, term, "").fence(), List.of(), commits::plain), Marking.NONE,
                new HashMap<>());
        failed(why == null || why.equals(ImportCommits.CONFLICT) ? "" : why);
    }

    private void failed(String why) {
        if (!why.equals(failure) && !why.isEmpty()) {
            LOG.warn("what sources hold is not written: {}", why);
        }
        failure = why;
    }
}
