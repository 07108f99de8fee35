package io.spillway.control.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HealthRecord;
import io.spillway.wire.record.SpillRecord;
import org.jspecify.annotations.Nullable;

/**
 * How a full listing of the registry differs from a state. Normally not at all, and then nothing in here grows with the
 * registry. Pure.
 *
 * @param revision of the listing
 * @param newer    resources that the state does not have, or has in an older version
 * @param older    resources that the state has in a newer version, by id
 * @param gone     resources that the state has and the listing has not
 * @param words    entries about health and spill, and notes, that say something else than the state, or nothing that can be read
 * @param silent   keys of such entries that the state has and the listing has not
 * @param vanished keys that were known as unreadable and are gone
 */
record ListingDifference(long revision, List<KeyValue> newer, Map<ResourceKeys.Id, KeyValue> older,
        Set<ResourceKeys.Id> gone, List<KeyValue> words, List<String> silent, Set<String> vanished) {

    /** Compares; {@code unreadable} are the keys that are known to be so. */
    static ListingDifference of(ControlState state, Set<String> unreadable, RangeResult listing) {
        Search search = new Search(state, unreadable);
        listing.entries().forEach(search::look);
        return new ListingDifference(listing.revision(), search.newer, search.older, search.gone(listing),
                search.words, search.silent(listing), search.vanished);
    }

    boolean isEmpty() {
        return newer.isEmpty() && older.isEmpty() && gone.isEmpty() && words.isEmpty() && silent.isEmpty()
                && vanished.isEmpty();
    }

    /** Returns the difference but for these keys. */
    ListingDifference without(Predicate<String> keys) {
        return new ListingDifference(revision, rest(newer, keys), older.entrySet().stream()
                .filter(entry -> !keys.test(entry.getValue().key()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                gone.stream().filter(id -> !keys.test(ResourceKeys.keyOf(id.kind(), id.name())))
                        .collect(Collectors.toSet()),
                rest(words, keys), silent.stream().filter(keys.negate()).toList(),
                vanished.stream().filter(keys.negate()).collect(Collectors.toSet()));
    }

    private static List<KeyValue> rest(List<KeyValue> entries, Predicate<String> keys) {
        return entries.stream().filter(entry -> !keys.test(entry.key())).toList();
    }

    private static final class Search {

        private final ControlState state;
        private final Set<String> unreadable;
        private final Set<String> vanished;
        private final List<KeyValue> newer = new ArrayList<>();
        private final Map<ResourceKeys.Id, KeyValue> older = new HashMap<>();
        private final List<KeyValue> words = new ArrayList<>();
        /** How much of what the state has was found: when it was all, nothing is gone. */
        private final Map<Kind, Integer> found = new EnumMap<>(Kind.class);
        private int healthFound;
        private int spillFound;
        private int notesFound;

        Search(ControlState state, Set<String> unreadable) {
            this.state = state;
            this.unreadable = unreadable;
            this.vanished = new HashSet<>(unreadable);
        }

        void look(KeyValue entry) {
            vanished.remove(entry.key());
            if (entry.key().startsWith(RegistryKeys.HEALTH)) {
                HealthRecord known = state.health(entry.key().substring(RegistryKeys.HEALTH.length()));
                healthFound += known == null ? 0 : 1;
                word(entry, HealthRecord.decode(entry.value()), known);
            } else if (entry.key().startsWith(RegistryKeys.SPILL)) {
                SpillRecord known = state.spill(entry.key().substring(RegistryKeys.SPILL.length()));
                spillFound += known == null ? 0 : 1;
                word(entry, SpillRecord.decode(entry.value()), known);
            } else if (Notes.isNote(entry.key())) {
                note(entry);
            } else {
                resource(entry);
            }
        }

        /** A note that stands in the revision that is known need not be read. */
        private void note(KeyValue entry) {
            long known = state.notes().revision(entry.key());
            notesFound += known == 0 ? 0 : 1;
            if (known != entry.modRevision()
                    && !(unreadable.contains(entry.key())
                            && state.notes().with(entry) instanceof Decoded.Invalid<Notes>)) {
                words.add(entry);
            }
        }

        private void resource(KeyValue entry) {
            ResourceKeys.Id id = ResourceKeys.idOf(entry.key());
            if (id == null) {
                return;
            }
            Resource known = state.get(id.kind(), id.name());
            if (known != null) {
                found.merge(id.kind(), 1, Integer::sum);
            }
            if (known == null || known.metadata().revision() < entry.modRevision()) {
                newer.add(entry);
            } else if (known.metadata().revision() > entry.modRevision()) {
                older.put(id, entry);
            }
        }

        private <T> void word(KeyValue entry, Decoded<T> decoded, @Nullable T known) {
            boolean wasUnreadable = unreadable.contains(entry.key());
            boolean news = switch (decoded) {
                case Decoded.Valid<T>(T record) -> wasUnreadable || !record.equals(known);
                case Decoded.Invalid<T> _ -> !wasUnreadable;
            };
            if (news) {
                words.add(entry);
            }
        }

        Set<ResourceKeys.Id> gone(RangeResult listing) {
            Set<ResourceKeys.Id> gone = new HashSet<>();
            for (Kind kind : Kind.values()) {
                if (found.getOrDefault(kind, 0) < state.all(kind).size()) {
                    state.all(kind).forEach((name, _) -> gone.add(new ResourceKeys.Id(kind, name)));
                }
            }
            if (!gone.isEmpty()) {
                listing.entries().forEach(entry -> {
                    ResourceKeys.Id id = ResourceKeys.idOf(entry.key());
                    if (id != null) {
                        gone.remove(id);
                    }
                });
            }
            return gone;
        }

        List<String> silent(RangeResult listing) {
            if (healthFound == state.health().size() && spillFound == state.spills().size()
                    && notesFound == state.notes().size()) {
                return List.of();
            }
            Set<String> silent = new HashSet<>();
            state.health().forEach((workload, _) -> silent.add(RegistryKeys.health(workload)));
            state.spills().forEach((service, _) -> silent.add(RegistryKeys.spill(service)));
            state.notes().eachKey(silent::add);
            listing.entries().forEach(entry -> silent.remove(entry.key()));
            return List.copyOf(silent);
        }
    }
}
