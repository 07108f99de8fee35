package io.spillway.sync.peer;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.wire.xds.WorldDigest;

/**
 * The records of one type that a peer declares, and the names of those that the own control plane has not been told yet. Only
 * the owner thread comes here.
 *
 * @param <T> their message
 */
final class Shelf<T> {

    private final String typeUrl;
    private final Parser<T> parser;
    private final BiFunction<String, T, String> fault;
    /**
     * So many names that are gone wait to be told. Who does not lead tells nobody, perhaps for months; when he leads, he says a
     * lease later of all the rest that it is gone.
     */
    static final int MOST_GONE = 10_000;

    private final Map<String, Held<T>> held = new TreeMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    /** Those of the changed that are gone, the oldest first. */
    private final SequencedSet<String> gone = new LinkedHashSet<>();
    private final Map<String, String> refused = new TreeMap<>();

    private long digest;

    private record Held<T>(String version, T record) {}

    /**
     * Creates an empty one.
     *
     * @param fault says what is wrong with a record of that name; an empty text for nothing
     */
    Shelf(String typeUrl, Parser<T> parser, BiFunction<String, T, String> fault) {
        this.typeUrl = typeUrl;
        this.parser = parser;
        this.fault = fault;
    }

    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        held.forEach((name, one) -> versions.put(name, one.version()));
        return versions;
    }

    /** Returns why the record is refused, or an empty text; what is held of its name stays then. */
    String take(Resource resource) {
        String wrong = read(resource);
        if (wrong.isEmpty()) {
            refused.remove(resource.getName());
        } else {
            refused.put(resource.getName(), wrong);
        }
        return wrong;
    }

    private String read(Resource resource) {
        if (!resource.getResource().getTypeUrl().equals(typeUrl)) {
            return "type " + resource.getResource().getTypeUrl() + " (expected: " + typeUrl + ")";
        }
        try {
            T record = parser.parseFrom(resource.getResource().getValue());
            String wrong = fault.apply(resource.getName(), record);
            if (wrong.isEmpty()) {
                hold(resource.getName(), resource.getVersion(), record);
                changed.add(resource.getName());
            }
            return wrong;
        } catch (InvalidProtocolBufferException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    /** The own control plane has this record of the peer: it is held as if it had been heard and told. */
    void know(String name, String version, T record) {
        hold(name, version, record);
    }

    private void hold(String name, String version, T record) {
        drop(name);
        gone.remove(name);
        held.put(name, new Held<>(version, record));
        digest ^= WorldDigest.of(name, version);
    }

    private boolean drop(String name) {
        Held<T> before = held.remove(name);
        digest ^= before == null ? 0 : WorldDigest.of(name, before.version());
        return before != null;
    }

    /** Returns what identifies all that is held by names and versions. */
    String digest() {
        return WorldDigest.text(digest);
    }

    /** The peer has no such record any more, and that is to be told. */
    void remove(String name) {
        refused.remove(name);
        if (drop(name)) {
            changed.add(name);
            gone.add(name);
            if (gone.size() > MOST_GONE) {
                changed.remove(gone.removeFirst());
            }
        }
    }

    /** The peer has no such record any more; nobody is told. */
    void forget(String name) {
        refused.remove(name);
        drop(name);
    }

    /** The peer says anew what is not held: what was set aside of that is set aside again, if it is still there. */
    void heardAnew() {
        refused.clear();
    }

    /** Returns those that are set aside, with the reason, by name. */
    Map<String, String> refused() {
        return refused;
    }

    /** These names count as not told. */
    void untold(Iterable<String> names) {
        names.forEach(changed::add);
    }

    boolean hasNews() {
        return !changed.isEmpty();
    }

    int waiting() {
        return changed.size();
    }

    int size() {
        return held.size();
    }

    /** Hands out what has not been told; from now on it counts as told. */
    void tell(boolean everything, Consumer<T> there, Consumer<String> gone) {
        if (everything) {
            changed.addAll(held.keySet());
        }
        for (String name : changed) {
            Held<T> one = held.get(name);
            if (one == null) {
                gone.accept(name);
            } else {
                there.accept(one.record());
            }
        }
        changed.clear();
        this.gone.clear();
    }
}
