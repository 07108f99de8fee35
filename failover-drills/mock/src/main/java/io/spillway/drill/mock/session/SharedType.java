package io.spillway.drill.mock.session;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.XdsType;

/** What all clients of a group have together about one type. Safe for all threads. */
public final class SharedType {

    private static final int WORLDS = 4096;
    private static final int SETS = 4096;

    private final XdsType type;
    private final int index;
    private final byte[] url;
    private final NameTable names = new NameTable();
    private final VersionTable versions = new VersionTable();
    private final Map<String, Integer> worlds = new LinkedHashMap<>();
    private final Map<Combination, NameSet> sets = new LinkedHashMap<>();

    SharedType(XdsType type, int index) {
        this.type = type;
        this.index = index;
        this.url = type.typeUrl().getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the type. */
    public XdsType type() {
        return type;
    }

    /** Returns the numbers of names. */
    public NameTable names() {
        return names;
    }

    /** Returns when a client of the group received a version for the first time. */
    public long firstSeen(long version, long now) {
        return versions.firstSeen(version, now);
    }

    int index() {
        return index;
    }

    byte[] url() {
        return url;
    }

    VersionTable versions() {
        return versions;
    }

    /** Notes how many resources a whole world of that version had; returns the most that any had. */
    int world(String version, int count) {
        synchronized (worlds) {
            Integer most = worlds.get(version);
            if (most != null && most >= count) {
                return most;
            }
            worlds.put(version, count);
            if (worlds.size() > WORLDS) {
                worlds.remove(worlds.keySet().iterator().next());
            }
            return most == null ? count : most;
        }
    }

    /** Returns what is subscribed after a change; the same object for all who change the same in the same way. */
    NameSet after(NameSet before, NameSet change, boolean add) {
        Combination combination = new Combination(before, change, add);
        synchronized (sets) {
            NameSet known = sets.get(combination);
            if (known == null) {
                known = add ? before.with(change) : before.without(change);
                sets.put(combination, known);
                if (sets.size() > SETS) {
                    sets.remove(sets.keySet().iterator().next());
                }
            }
            return known;
        }
    }

    /** Sets of names have identity only, which is what is wanted: to compare them would cost what is to be saved. */
    private record Combination(NameSet before, NameSet change, boolean add) {}
}
