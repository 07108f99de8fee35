package io.spillway.drill.mock.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;

/**
 * A request as octets: some of its own, and those of its names, which it shares.
 */
public final class RequestOctets {

    private static final byte[] NONE = {};
    private static final int INVALID_ARGUMENT = 3;
    private static final int MAP_KEY = 1;
    private static final int MAP_VALUE = 2;

    private final byte[] own;
    private final byte[] names;
    private final byte[] moreNames;

    private RequestOctets(byte[] own, byte[] names, byte[] moreNames) {
        this.own = own;
        this.names = names;
        this.moreNames = moreNames;
    }

    /** Returns the octets of a request of that client. */
    public static RequestOctets of(Request request, NodeOctets node, String id) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(octets, 256);
        try {
            RequestOctets whole = switch (request) {
                case Request.Change change -> {
                    change(change, node, id, out);
                    out.flush();
                    yield new RequestOctets(octets.toByteArray(), change.subscribe().subscribeOctets(),
                            change.unsubscribe().unsubscribeOctets());
                }
                case Request.Answer answer -> {
                    answer(answer, out);
                    out.flush();
                    yield new RequestOctets(octets.toByteArray(), NONE, NONE);
                }
                case Request.World world -> {
                    world(world, node, id, out);
                    out.flush();
                    yield new RequestOctets(octets.toByteArray(), world.names().worldOctets(), NONE);
                }
            };
            return whole;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Returns the octets one after another. */
    public OctetStream stream() {
        return new OctetStream(own, names, moreNames);
    }

    private static void change(Request.Change change, NodeOctets node, String id, CodedOutputStream out)
            throws IOException {
        if (change.first()) {
            out.writeByteArray(DeltaDiscoveryRequest.NODE_FIELD_NUMBER, node.of(id));
        }
        out.writeString(DeltaDiscoveryRequest.TYPE_URL_FIELD_NUMBER, change.type().typeUrl());
        for (Map.Entry<String, ByteString> version : change.versions().entrySet()) {
            out.writeTag(DeltaDiscoveryRequest.INITIAL_RESOURCE_VERSIONS_FIELD_NUMBER,
                    WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(CodedOutputStream.computeStringSize(MAP_KEY, version.getKey())
                    + CodedOutputStream.computeBytesSize(MAP_VALUE, version.getValue()));
            out.writeString(MAP_KEY, version.getKey());
            out.writeBytes(MAP_VALUE, version.getValue());
        }
    }

    private static void answer(Request.Answer answer, CodedOutputStream out) throws IOException {
        out.writeString(DeltaDiscoveryRequest.TYPE_URL_FIELD_NUMBER, answer.type().typeUrl());
        out.writeString(DeltaDiscoveryRequest.RESPONSE_NONCE_FIELD_NUMBER, answer.nonce());
        String error = answer.error();
        if (error != null) {
            out.writeMessage(DeltaDiscoveryRequest.ERROR_DETAIL_FIELD_NUMBER, status(error));
        }
    }

    private static void world(Request.World world, NodeOctets node, String id, CodedOutputStream out)
            throws IOException {
        if (world.first()) {
            out.writeByteArray(DiscoveryRequest.NODE_FIELD_NUMBER, node.of(id));
        }
        out.writeString(DiscoveryRequest.VERSION_INFO_FIELD_NUMBER, world.version());
        out.writeString(DiscoveryRequest.TYPE_URL_FIELD_NUMBER, world.type().typeUrl());
        out.writeString(DiscoveryRequest.RESPONSE_NONCE_FIELD_NUMBER, world.nonce());
        String error = world.error();
        if (error != null) {
            out.writeMessage(DiscoveryRequest.ERROR_DETAIL_FIELD_NUMBER, status(error));
        }
    }

    private static Status status(String error) {
        return Status.newBuilder().setCode(INVALID_ARGUMENT).setMessage(error).build();
    }
}
