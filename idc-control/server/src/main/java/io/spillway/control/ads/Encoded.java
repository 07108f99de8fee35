package io.spillway.control.ads;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;

/**
 * A response in octets: what is one client's own, then the resources, which clients share. Parts of a protobuf message one
 * after the other are that message, so nothing is encoded for each client that others get too. Immutable.
 */
record Encoded(ByteString own, ByteString resources) {

    /** Returns the method with responses that are encoded already. */
    static <Q, R> MethodDescriptor<Q, Encoded> method(MethodDescriptor<Q, R> method) {
        return method.toBuilder(method.getRequestMarshaller(), new Marshaller()).build();
    }

    /** Returns a repeated message field whose values are encoded. */
    static ByteString field(int number, List<ByteString> values) {
        int size = 0;
        for (ByteString value : values) {
            size += CodedOutputStream.computeBytesSize(number, value);
        }
        byte[] octets = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(octets);
        try {
            for (ByteString value : values) {
                out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(value.size());
                out.writeRawBytes(value);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return UnsafeByteOperations.unsafeWrap(octets);
    }

    private record Marshaller() implements MethodDescriptor.Marshaller<Encoded> {

        @Override
        public InputStream stream(Encoded message) {
            return new Octets(message);
        }

        @Override
        public Encoded parse(InputStream octets) {
            throw new UnsupportedOperationException("a server reads no responses");
        }
    }

    /** As gRPC takes it: it asks for the length, then lets it be written where it goes. */
    private static final class Octets extends InputStream implements KnownLength, Drainable {

        private ByteString first;
        private ByteString second;

        Octets(Encoded message) {
            this.first = message.own;
            this.second = message.resources;
        }

        @Override
        public int available() {
            return first.size() + second.size();
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int written = available();
            first.writeTo(target);
            second.writeTo(target);
            first = ByteString.EMPTY;
            second = ByteString.EMPTY;
            return written;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (first.isEmpty()) {
                first = second;
                second = ByteString.EMPTY;
            }
            if (first.isEmpty()) {
                return length == 0 ? 0 : -1;
            }
            int read = Math.min(length, first.size());
            first.substring(0, read).copyTo(target, offset);
            first = first.substring(read);
            return read;
        }
    }
}
