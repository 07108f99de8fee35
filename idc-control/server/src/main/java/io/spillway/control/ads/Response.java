package io.spillway.control.ads;

import java.util.List;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * One response on its way, or about to be sent.
 *
 * @param items  what is new to the client, with its causes
 * @param others what is repeated because the protocol wants the whole world
 * @param piece  what other clients get too; the contents of the items are just that. Null: they are not
 */
record Response(ResourceType type, List<Item> items, List<Versioned> others, @Nullable Piece piece) {

    /** Creates one for one client alone. */
    Response(ResourceType type, List<Item> items, List<Versioned> others) {
        this(type, items, others, null);
    }

    /**
     * One resource that is new to the client.
     *
     * @param content null: it is gone
     * @param lease   how long the client may keep it; null: until it hears otherwise
     */
    record Item(String name, @Nullable Versioned content, List<Push> pushes, @Nullable Lease lease) {

        /** Creates one that the client keeps. */
        Item(String name, @Nullable Versioned content, List<Push> pushes) {
            this(name, content, pushes, null);
        }

        /** Returns the bytes of the Resource that incremental responses carry. */
        static ByteString encoded(Versioned content, @Nullable Lease lease) {
            return lease == null ? content.encoded() : lease.resource(content).toByteString();
        }

        /**
         * Returns the bytes of the Any that responses with the state of the world carry. The whole is in it also where a
         * heartbeat would do: a stock Envoy (1.40) takes no new TTL from a heartbeat in such a response.
         */
        static ByteString encodedAny(Versioned content, @Nullable Lease lease) {
            return lease == null
                    ? content.encodedAny()
                    : Any.pack(new Lease(lease.ttl(), true).resource(content)).toByteString();
        }
    }
}
