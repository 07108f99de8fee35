package io.spillway.gateway.assembly;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;

/** Takes some fields out of the bytes of a message without parsing the others. */
final class Octets {
    private Octets() {}

    /** Who wants some of the fields. */
    @FunctionalInterface
    interface Taker {
        /**
         * Reads the value of a field, or leaves it where it is.
         *
         * @param number of the field, 0 for one that is neither text nor bytes nor a message
         * @return whether it was read
         */
        boolean take(int number, CodedInputStream in) throws IOException;
    }

    /**
     * Offers all fields, one after the other, to somebody who takes some. Bytes that are taken are views.
     *
     * @return the bytes of the fields that were not taken, in their order
     * @throws InvalidProtocolBufferException when the bytes are no message
     */
    static ByteString take(ByteString whole, Taker taker) throws InvalidProtocolBufferException {
        ByteString rest = ByteString.EMPTY;
        int kept = 0;
        try {
            CodedInputStream in = whole.newCodedInput();
            in.enableAliasing(true);
            while (true) {
                int start = in.getTotalBytesRead();
                int tag = in.readTag();
                if (tag == 0) {
                    return rest.concat(whole.substring(kept));
                }
                boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (taker.take(delimited ? WireFormat.getTagFieldNumber(tag) : 0, in)) {
                    rest = rest.concat(whole.substring(kept, start));
                    kept = in.getTotalBytesRead();
                } else if (!in.skipField(tag)) {
                    throw new InvalidProtocolBufferException("an end of a group that has not begun");
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }
}
