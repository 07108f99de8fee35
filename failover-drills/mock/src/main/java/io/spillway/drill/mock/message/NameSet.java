package io.spillway.drill.mock.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import org.jspecify.annotations.Nullable;

/**
 * Some names, and the octets that they are in a request: written once, shared by all clients that ask for the same.
 * Immutable but for octets that are made when first needed; safe for all threads.
 */
public final class NameSet {

    /** The name that stands for everything. */
    public static final String EVERYTHING = "*";
    /** No name. In a first request it means everything, for types where that is so. */
    public static final NameSet NONE = new NameSet(List.of());
    /** Everything, said with its name. */
    public static final NameSet WILDCARD = new NameSet(List.of(EVERYTHING));

    private final List<String> names;
    private volatile byte @Nullable [] subscribe;
    private volatile byte @Nullable [] unsubscribe;
    private volatile byte @Nullable [] world;

    private NameSet(List<String> names) {
        this.names = names;
    }

    /** Returns the set of some names; each counts once. */
    public static NameSet of(Iterable<String> names) {
        Set<String> distinct = new LinkedHashSet<>();
        names.forEach(distinct::add);
        return distinct.isEmpty() ? NONE : new NameSet(List.copyOf(distinct));
    }

    /** Returns the set of some names; each counts once. */
    public static NameSet of(String... names) {
        return of(List.of(names));
    }

    /** Returns the names in order. */
    public List<String> names() {
        return names;
    }

    /** Returns these names and others. */
    public NameSet with(NameSet others) {
        if (names.isEmpty()) {
            return others;
        }
        Set<String> union = new LinkedHashSet<>(names);
        return union.addAll(others.names) ? of(union) : this;
    }

    /** Returns these names less others. */
    public NameSet without(NameSet others) {
        Set<String> rest = new LinkedHashSet<>(names);
        return rest.removeAll(new LinkedHashSet<>(others.names)) ? of(rest) : this;
    }

    /** Returns whether there is no name. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** Returns the number of names. */
    public int size() {
        return names.size();
    }

    byte[] subscribeOctets() {
        byte[] octets = subscribe;
        if (octets == null) {
            octets = octets(DeltaDiscoveryRequest.RESOURCE_NAMES_SUBSCRIBE_FIELD_NUMBER);
            subscribe = octets;
        }
        return octets;
    }

    byte[] unsubscribeOctets() {
        byte[] octets = unsubscribe;
        if (octets == null) {
            octets = octets(DeltaDiscoveryRequest.RESOURCE_NAMES_UNSUBSCRIBE_FIELD_NUMBER);
            unsubscribe = octets;
        }
        return octets;
    }

    byte[] worldOctets() {
        byte[] octets = world;
        if (octets == null) {
            octets = octets(DiscoveryRequest.RESOURCE_NAMES_FIELD_NUMBER);
            world = octets;
        }
        return octets;
    }

    private byte[] octets(int field) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(octets);
        try {
            for (String name : names) {
                out.writeString(field, name);
            }
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toByteArray();
    }

    @Override
    public String toString() {
        return names.size() <= 8 ? names.toString() : names.size() + " names from " + names.getFirst();
    }
}
