package io.spillway.control.switchover.auto;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.spillway.control.load.FleetFigures.PathsOfFleet;
import io.spillway.control.nodes.LiveNodes;
import io.spillway.control.service.SwitchOverService;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.switchover.auto.Outlook.Group;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Sight;
import io.spillway.model.resource.SwitchOverProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second whether the policy of a DrGroup wants its traffic moved. Every node of the IDC looks; the one that owns the
 * key {@link #KEY} tells the other IDCs what this one sees, and acts. One thread, {@code automatic}.
 */
public final class AutomaticShift implements AutoCloseable {

    /** Who owns it acts. */
    public static final String KEY = "automatic";

    private static final Logger LOG = LoggerFactory.getLogger(AutomaticShift.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofSeconds(30);

    private final Parts parts;
    private final Attempts attempts;
    private final Thread thread;
    private Memory memory = Memory.NONE; // owned by the thread
    private @Nullable SwitchOverProgress said; // owned by the thread
    private final Map<String, Boolean> armed = new HashMap<>(); // owned by the thread
    private long checkedNanos; // owned by the thread
    private boolean checked; // owned by the thread
    private volatile Standing standing = Standing.NOTHING;
    private volatile boolean closed;

    /**
     * What it works with.
     *
     * @param live who lives of this IDC
     * @param paths how this IDC's gateways reach another one
     * @param registry whether the registry answers
     * @param write writes what this IDC sees; false when it was not written
     * @param news told what changes
     */
    public record Parts(String idc, StateKeeper.Times times, Supplier<ControlState> state, Supplier<LiveNodes> live,
            Function<String, PathsOfFleet> paths, BooleanSupplier registry, Predicate<SwitchOverProgress> write,
            SwitchOverService switchOvers, News news) {}

    /** Who wants to know. Calls must not block. */
    public interface News {

        /** Of all DrGroups whether a policy would act, and whether the self-check found nothing. */
        void standing(Map<String, Boolean> armed, boolean selfCheck);

        /** Something happened about a DrGroup, or all of them. */
        void event(String object, String detail);
    }

    /**
     * How it stands.
     *
     * @param armed of all DrGroups whether a policy would act
     * @param unarmed why those that have a policy would not
     * @param wrong what the newest self-check found
     */
    public record Standing(Map<String, Boolean> armed, Map<String, String> unarmed, List<String> wrong) {

        /** There is no DrGroup. */
        public static final Standing NOTHING = new Standing(Map.of(), Map.of(), List.of());

        /** Returns what the newest self-check found beside DrGroups that are not armed. */
        public List<String> unheard() {
            return wrong.stream().filter(each -> !each.startsWith(SelfCheck.OF_DR_GROUP)).toList();
        }

        /** Copies. */
        public Standing {
            armed = Map.copyOf(armed);
            unarmed = Map.copyOf(unarmed);
            wrong = List.copyOf(wrong);
        }
    }

    /** Puts it together; nothing is done before {@link #start}. */
    public AutomaticShift(Parts parts) {
        this.parts = parts;
        this.attempts = new Attempts(parts.switchOvers(), parts.times().ticker(), parts.news());
        this.thread = Thread.ofPlatform().name(KEY).daemon().unstarted(this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Returns how it stands. Never blocks. */
    public Standing standing() {
        return standing;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            try {
                look();
            } catch (RuntimeException bug) {
                LOG.error("automatic shift: a look failed; it is tried again", bug);
            }
            if (!closed) {
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    private void look() {
        ControlState state = parts.state().get();
        List<Group> groups = Outlook.groups(state);
        if (groups.isEmpty()) {
            memory = Memory.NONE;
            said = null;
            tell(state, new TreeMap<>(), List.of());
            return;
        }
        Instant now = parts.times().clock().instant();
        Collection<SwitchOverProgress> words = state.notes().progress().all().values();
        Map<String, PathsOfFleet> paths = new TreeMap<>();
        new TreeSet<>(groups.stream().flatMap(group -> group.spec().idcs().stream()).toList()).stream()
                .filter(idc -> !idc.equals(parts.idc())).forEach(idc -> paths.put(idc, parts.paths().apply(idc)));
        Map<String, Sight> own = new TreeMap<>();
        paths.forEach((idc, path) -> own.put(idc,
                new Sight(path.usable(), path.lost(), Words.link(words, idc, now))));
        boolean owner = parts.live().get().owns(KEY);
        if (owner) {
            say(SwitchOverProgress.vantage(parts.idc(), "", own, now));
        }
        Outlook outlook = new Outlook(parts.idc(), now, state, Words.fresh(words, parts.idc(), own, now));
        memory = memory.after(parts.times().ticker().nanos(), outlook.failed(groups));
        tell(state, unarmed(outlook, groups), wrong(outlook, groups, List.copyOf(paths.values())));
        if (owner) {
            groups.forEach(group -> attempts.make(group.name(), Automatic.decide(outlook, memory, group)));
        }
    }

    private void say(SwitchOverProgress word) {
        SwitchOverProgress before = said;
        boolean news = before == null || !before.sights().equals(word.sights())
                || !word.at().isBefore(before.at().plus(Words.EVERY));
        if (news && parts.write().test(word)) {
            said = word;
        }
    }

    private Map<String, String> unarmed(Outlook outlook, List<Group> groups) {
        Map<String, String> unarmed = new TreeMap<>();
        for (Group group : groups) {
            List<String> why = new ArrayList<>(Automatic.hindrances(outlook, group));
            if (!parts.registry().getAsBoolean()) {
                why.add("the registry does not answer");
            }
            if (!why.isEmpty()) {
                unarmed.put(group.name(), String.join("; ", why));
            }
        }
        return unarmed;
    }

    private List<String> wrong(Outlook outlook, List<Group> groups, List<PathsOfFleet> paths) {
        long now = parts.times().ticker().nanos();
        if (checked && now - checkedNanos < CHECK.toNanos()) {
            return standing.wrong();
        }
        checked = true;
        checkedNanos = now;
        List<String> wrong = SelfCheck.of(outlook, groups, parts.registry().getAsBoolean(), paths);
        if (wrong.isEmpty() != standing.wrong().isEmpty()) {
            parts.news().event("automatic", wrong.isEmpty()
                    ? "the self-check finds nothing any more"
                    : "the self-check found: " + String.join("; ", wrong));
        }
        return wrong;
    }

    private void tell(ControlState state, Map<String, String> unarmed, List<String> wrong) {
        Map<String, Boolean> now = new TreeMap<>();
        state.sorted(Kind.DR_GROUP).forEach(group -> now.put(group.name(), false));
        Outlook.groups(state).forEach(group -> {
            boolean is = !unarmed.containsKey(group.name());
            now.put(group.name(), is);
            Boolean was = armed.put(group.name(), is);
            if (was == null || was != is) {
                parts.news().event(Kind.DR_GROUP.plural() + "/" + group.name(),
                        is ? "armed" : "not armed: " + unarmed.get(group.name()));
            }
        });
        armed.keySet().removeIf(name -> Outlook.groups(state).stream().noneMatch(group -> group.name().equals(name)));
        Standing next = new Standing(now, unarmed, wrong);
        if (!next.equals(standing)) {
            standing = next;
            parts.news().standing(now, wrong.isEmpty());
        }
    }
}
