package io.spillway.control.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.switchover.SwitchWrite;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.LockRecord;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.v1.Refused;
import io.spillway.wire.v1.SwitchOver;

/**
 * What becomes of the switch-overs that a peer coordinates: what is newer than what stands is taken, whatever it says, and with
 * it, in the same step, the locks of its plan. What is not said stays, for records are history. Pure, for one batch.
 */
final class SwitchEdits {

    /** The most switch-overs; more are refused by name. */
    static final int MOST = 10_000;
    /** The most bytes of a record: with its locks it must fit a transaction. */
    static final int MAX_BYTES = 768 * 1024;
    /** What the keys of switch-overs begin with. */
    static final String KEYS = RegistryKeys.resource(Kind.SWITCH_OVER.plural(), "");

    private final ControlState state;
    private final String peer;
    private final RecordCodec codec;
    private final ImportEdits.Seen seen;
    private final Instant now;
    private final List<Refused> refused;
    private final List<Map<String, Edit>> steps = new ArrayList<>();
    /** By lock, who holds what this batch took or gave away; empty for nobody. */
    private final Map<String, String> holders = new HashMap<>();

    private SwitchEdits(ControlState state, String peer, RecordCodec codec, ImportEdits.Seen seen, Instant now,
            List<Refused> refused) {
        this.state = state;
        this.peer = peer;
        this.codec = codec;
        this.seen = seen;
        this.now = now;
        this.refused = refused;
    }

    /** Returns the steps; what is set aside is added to {@code refused}. */
    static List<List<Edit>> of(ControlState state, String peer, List<SwitchOver> said, RecordCodec codec,
            ImportEdits.Seen seen, Instant now, List<Refused> refused) {
        if (said.isEmpty()) {
            return List.of();
        }
        SwitchEdits edits = new SwitchEdits(state, peer, codec, seen, now, refused);
        List<Resource> newest = new ArrayList<>(edits.newest(said));
        // What one of them gives away another may take: those that are over come first.
        newest.stream().filter(one -> !wants(one)).forEach(edits::take);
        newest.stream().filter(SwitchEdits::wants).forEach(edits::take);
        return edits.steps.stream().map(step -> List.copyOf(step.values())).toList();
    }

    private static boolean wants(Resource resource) {
        SwitchOverStatus status = ((SwitchOverSpec) resource.spec()).status();
        return status != null && (status.state().moving() || status.state().held());
    }

    /** Returns what can be read and is of the peer; of two of one name the newer. */
    private List<Resource> newest(List<SwitchOver> said) {
        Map<String, Resource> newest = new LinkedHashMap<>();
        for (SwitchOver message : said) {
            if (!message.getGeneration().getIdc().equals(peer)) {
                refuse(message.getName(), "/generation/idc: \"" + message.getGeneration().getIdc() + "\" (expected: "
                        + peer + ", the peer it came from)");
                continue;
            }
            switch (ReplicatedRecords.fromProto(message)) {
                case Decoded.Valid<Resource>(Resource read) -> newest.merge(read.name(), read,
                        (one, other) -> status(other).after(status(one)) ? other : one);
                case Decoded.Invalid<Resource>(List<Violation> violations) -> refuse(message.getName(),
                        violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
            }
        }
        return List.copyOf(newest.values());
    }

    private static SwitchOverStatus status(Resource resource) {
        return Objects.requireNonNull(((SwitchOverSpec) resource.spec()).status(), resource.name());
    }

    private void take(Resource told) {
        String key = ResourceKeys.keyOf(Kind.SWITCH_OVER, told.name());
        Resource here = state.get(Kind.SWITCH_OVER, told.name());
        long known = here == null ? 0 : here.metadata().revision();
        SwitchOverSpec spec = (SwitchOverSpec) told.spec();
        SwitchWrite write = SwitchWrite.imported(
                new SwitchWrite.Standing(told.name(), here == null ? spec : (SwitchOverSpec) here.spec(), Map.of(),
                        holders(spec)),
                here != null, spec);
        if (write == null) {
            return;
        }
        String fault = fault(spec, key, known);
        if (!fault.isEmpty()) {
            refuse(told.name(), fault);
            return;
        }
        Map<String, Edit> edits = new LinkedHashMap<>();
        edits.put(key, Edit.put(key, known, codec.write(told, null, status(told).author(), now)));
        for (String lock : write.taken()) {
            String at = RegistryKeys.switchOverLock(lock);
            edits.put(at, Edit.put(at, seen.revision(at), new LockRecord(told.name()).encode()));
        }
        for (String lock : write.released()) {
            String at = RegistryKeys.switchOverLock(lock);
            edits.put(at, Edit.delete(at, seen.revision(at)));
        }
        if (add(told.name(), edits)) {
            write.taken().forEach(lock -> holders.put(lock, told.name()));
            write.released().forEach(lock -> holders.put(lock, ""));
        }
    }

    /** Those that write the same locks are one step: a key is written once in a transaction. */
    private boolean add(String name, Map<String, Edit> edits) {
        Map<String, Edit> step = new LinkedHashMap<>();
        List<Map<String, Edit>> apart = new ArrayList<>();
        for (Map<String, Edit> earlier : steps) {
            if (Collections.disjoint(earlier.keySet(), edits.keySet())) {
                apart.add(earlier);
            } else {
                step.putAll(earlier);
            }
        }
        step.putAll(edits);
        int bytes = step.values().stream().mapToInt(Edit::bytes).sum();
        if (step.size() > Pieces.MAX_KEYS || bytes > MAX_BYTES) {
            refuse(name, "with its locks " + step.size() + " keys, " + bytes + " bytes (expected: at most "
                    + Pieces.MAX_KEYS + " keys, " + MAX_BYTES + " bytes)");
            return false;
        }
        apart.add(step);
        steps.clear();
        steps.addAll(apart);
        return true;
    }

    private Map<String, String> holders(SwitchOverSpec spec) {
        Map<String, String> now = new HashMap<>();
        SwitchOverStatus status = spec.status();
        SwitchOverPlan plan = status == null ? null : status.plan();
        for (String lock : plan == null ? List.<String>of() : plan.locks()) {
            String here = state.lockHolder(lock);
            String holder = holders.getOrDefault(lock, here == null ? "" : here);
            if (!holder.isEmpty()) {
                now.put(lock, holder);
            }
        }
        return now;
    }

    /** Returns why a record cannot be written here, or an empty text. */
    private String fault(SwitchOverSpec spec, String key, long known) {
        if (seen.revision(key) > known) {
            return "what stands here cannot be read by this node (expected: one of the same version as its peers)";
        }
        if (known == 0 && state.all(Kind.SWITCH_OVER).size() >= MOST) {
            return "one more than " + MOST + " switch-overs (expected: at most so many)";
        }
        SwitchOverStatus status = spec.status();
        SwitchOverPlan plan = status == null ? null : status.plan();
        for (String lock : plan == null ? List.<String>of() : plan.locks()) {
            ShiftScope scope = ShiftScope.ofPath(lock);
            if (scope == null || scope instanceof ShiftScope.IdcScope || !Names.valid(scope.name())) {
                return "/status/plan/locks: \"" + lock + "\" (expected: drgroup/NAME or service/NAME)";
            }
        }
        return "";
    }

    private void refuse(String name, String reason) {
        refused.add(Refused.newBuilder().setPeer(peer).setName(name).setReason(reason).build());
    }
}
