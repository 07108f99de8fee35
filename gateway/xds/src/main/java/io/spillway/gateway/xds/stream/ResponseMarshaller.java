package io.spillway.gateway.xds.stream;

import java.io.IOException;
import java.io.InputStream;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;

/**
 * Reads responses with as little memory as they can be read with: the octets come into one array, and the body of a resource
 * that came alone is a view of it. gRPC's own reading makes three copies of a large body, the last two side by side, which
 * for a route table of tens of megabytes is a collection in the middle of serving. Bodies that came together are copied: one
 * that is kept must not keep all the others. Safe for all threads.
 */
final class ResponseMarshaller implements Marshaller<DeltaDiscoveryResponse> {
    private static final Marshaller<DeltaDiscoveryResponse> STOCK = ProtoUtils
            .marshaller(DeltaDiscoveryResponse.getDefaultInstance());

    @Override
    public InputStream stream(DeltaDiscoveryResponse value) {
        return STOCK.stream(value);
    }

    @Override
    public DeltaDiscoveryResponse parse(InputStream stream) {
        try {
            return parse(octets(stream));
        } catch (IOException e) {
            throw Status.INTERNAL.withDescription("the control plane sent what is no DeltaDiscoveryResponse: "
                    + e.getMessage()).withCause(e).asRuntimeException();
        }
    }

    /** All octets of a message are there before it is parsed, and {@code available} counts them. */
    private static ByteString octets(InputStream stream) throws IOException {
        byte[] all = new byte[stream.available()];
        int read = stream.readNBytes(all, 0, all.length);
        ByteString known = UnsafeByteOperations.unsafeWrap(all, 0, read);
        byte[] more = stream.readAllBytes();
        return more.length == 0 ? known : known.concat(UnsafeByteOperations.unsafeWrap(more));
    }

    private static DeltaDiscoveryResponse parse(ByteString octets) throws IOException {
        CodedInputStream in = octets.newCodedInput();
        in.enableAliasing(resources(octets) == 1);
        DeltaDiscoveryResponse response = DeltaDiscoveryResponse.parseFrom(in);
        in.checkLastTagWas(0);
        return response;
    }

    private static int resources(ByteString octets) throws IOException {
        CodedInputStream in = octets.newCodedInput();
        int count = 0;
        int tag = in.readTag();
        while (tag != 0) {
            if (WireFormat.getTagFieldNumber(tag) == DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER) {
                count++;
            }
            if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("an end of a group that has not begun");
            }
            tag = in.readTag();
        }
        return count;
    }
}
