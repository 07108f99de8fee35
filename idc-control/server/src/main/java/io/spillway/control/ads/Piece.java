package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a client gets first: so many names as make a message that is neither long on its way nor waited for. The same
 * for all clients that ask for the same names while nothing of the type changes, as is its encoding. Owned by an event loop.
 */
final class Piece {

    /** Octets of resources at which a piece ends. */
    static final int LARGE = 256 * 1024;

    private final List<String> names;
    private final int from;
    private final int to;
    private final @Nullable Object basis;
    private final List<Response.Item> items;
    private final long digest;
    private final int present;
    private @Nullable ByteString delta;

    private Piece(List<String> names, int from, int to, @Nullable Object basis, List<Response.Item> items) {
        this.names = names;
        this.from = from;
        this.to = to;
        this.basis = basis;
        this.items = items;
        long sum = 0;
        int there = 0;
        for (Response.Item item : items) {
            Versioned content = item.content();
            if (content != null) {
                sum ^= content.digest();
                there++;
            }
        }
        this.digest = sum;
        this.present = there;
    }

    /**
     * Makes the piece of these names that begins at {@code from}.
     *
     * @param basis in which {@code now} looks names up, null: something that only this client sees
     */
    static Piece of(List<String> names, int from, @Nullable Object basis,
            Function<String, @Nullable Versioned> now) {
        List<Response.Item> items = new ArrayList<>();
        int octets = 0;
        int next = from;
        while (next < names.size() && octets < LARGE) {
            String name = names.get(next);
            Versioned content = now.apply(name);
            items.add(new Response.Item(name, content, List.of()));
            octets += content == null ? name.length() : content.encoded().size();
            next++;
        }
        return new Piece(names, from, next, basis, List.copyOf(items));
    }

    /** Returns whether it is the one of that very list, from there on, with what this very basis says. */
    @SuppressWarnings("ReferenceEquality") // to look at what is in them would cost as much as a piece
    boolean is(List<String> list, int start, Object of) {
        return names == list && from == start && basis == of;
    }

    /** Returns where the next piece begins. */
    int to() {
        return to;
    }

    List<Response.Item> items() {
        return items;
    }

    /** Returns the digest of what is in it. */
    long digest() {
        return digest;
    }

    /** Returns how many resources are in it; the other names do not exist. */
    int present() {
        return present;
    }

    /** Returns the resources as an incremental response carries them. */
    ByteString delta() {
        ByteString encoded = delta;
        if (encoded == null) {
            List<ByteString> values = new ArrayList<>(present);
            for (Response.Item item : items) {
                Versioned content = item.content();
                if (content != null) {
                    values.add(content.encoded());
                }
            }
            encoded = Encoded.field(DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER, values);
            delta = encoded;
        }
        return encoded;
    }
}
