package io.spillway.control.ads;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;

/**
 * A repeated message field whose values are encoded already: they go into a message as an unknown field of that number, which
 * on the wire is the field itself. So what all clients share is not encoded once more for each of them. Used by one thread.
 */
final class EncodedField {

    private final int number;
    private final UnknownFieldSet.Field.Builder values = UnknownFieldSet.Field.newBuilder();

    EncodedField(int number) {
        this.number = number;
    }

    void add(ByteString value) {
        values.addLengthDelimited(value);
    }

    /** Returns what a message carries; without values it has no bytes. */
    UnknownFieldSet build() {
        return UnknownFieldSet.newBuilder().addField(number, values.build()).build();
    }
}
