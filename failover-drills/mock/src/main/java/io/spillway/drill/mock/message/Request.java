package io.spillway.drill.mock.message;

import java.util.Map;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** What a client asks for or answers. */
public sealed interface Request {

    /** Returns the type that it is about. */
    XdsType type();

    /** Returns whether it is the first of its stream, so that it must say who the client is. */
    boolean first();

    /**
     * A change of the subscription, in the incremental protocol.
     *
     * @param type type
     * @param first whether it is the first of the stream
     * @param subscribe names to add
     * @param unsubscribe names to take away
     * @param versions what the client holds already, by name; only in the first request of a type
     */
    record Change(XdsType type, boolean first, NameSet subscribe, NameSet unsubscribe,
            Map<String, ByteString> versions) implements Request {}

    /**
     * An Ack or a Nack, in the incremental protocol.
     *
     * @param type type
     * @param nonce of the response
     * @param error why it is refused; null for an Ack
     */
    record Answer(XdsType type, String nonce, @Nullable String error) implements Request {

        @Override
        public boolean first() {
            return false;
        }
    }

    /**
     * Any request of the state-of-the-world protocol.
     *
     * @param type type
     * @param first whether it is the first of the stream
     * @param names all that is subscribed
     * @param version that is in use, or empty
     * @param nonce of the response that came last, or empty
     * @param error why that is refused; null when it is not
     */
    record World(XdsType type, boolean first, NameSet names, String version, String nonce,
            @Nullable String error) implements Request {}
}
