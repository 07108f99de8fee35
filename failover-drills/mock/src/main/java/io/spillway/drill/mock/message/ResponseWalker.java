package io.spillway.drill.mock.message;

import java.io.IOException;

import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.envoyproxy.envoy.service.discovery.v3.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response in one pass over its octets and makes no object of it. In the state-of-the-world protocol a resource has
 * its name inside, in field 1 of every type that Envoy knows; the resource may also come wrapped, with the name outside.
 * Belongs to one thread.
 */
public final class ResponseWalker {

    private static final String WRAPPER = "type.googleapis.com/envoy.service.discovery.v3.Resource";
    private static final int NAME_INSIDE = 1;

    private final ResponseView view = new ResponseView();
    private final Span name = new Span();
    private final Span version = new Span();
    private final Span body = new Span();
    private final Span bodyType = new Span();
    private final Part resourcePart = this::resource;
    private final Part anyPart = this::any;
    private final Part resourceNamePart = this::resourceName;

    /** Creates a walker. */
    public ResponseWalker() {
        // all of it is room that is used again and again
    }

    /** Returns what the last {@link #walk} saw. */
    public ResponseView view() {
        return view;
    }

    /**
     * Reads the first {@code length} octets; returns null when they are a response, else what is wrong. Octets stay where
     * they are: the view is of this array.
     */
    public @Nullable String walk(byte[] octets, int length, Protocol protocol) {
        view.reset(octets, length);
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets, 0, length);
            switch (protocol) {
                case DELTA -> delta(in);
                case WORLD -> world(in);
            }
            return null;
        } catch (InvalidProtocolBufferException malformed) {
            view.reset(octets, length);
            return "not a " + (protocol == Protocol.DELTA ? "DeltaDiscoveryResponse" : "DiscoveryResponse") + ": "
                    + malformed.getMessage();
        } catch (IOException impossible) {
            throw new IllegalStateException("an array cannot fail to be read", impossible);
        }
    }

    private void delta(CodedInputStream in) throws IOException {
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (lengthDelimited(tag)) {
                case DeltaDiscoveryResponse.TYPE_URL_FIELD_NUMBER -> span(in, view.typeUrl);
                case DeltaDiscoveryResponse.NONCE_FIELD_NUMBER -> span(in, view.nonce);
                case DeltaDiscoveryResponse.SYSTEM_VERSION_INFO_FIELD_NUMBER -> span(in, view.version);
                case DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER -> {
                    clearResource();
                    nested(in, resourcePart);
                    add();
                }
                case DeltaDiscoveryResponse.REMOVED_RESOURCES_FIELD_NUMBER -> {
                    span(in, name);
                    view.addRemoved(name.at, name.length);
                }
                case DeltaDiscoveryResponse.REMOVED_RESOURCE_NAMES_FIELD_NUMBER -> {
                    name.clear();
                    nested(in, resourceNamePart);
                    view.addRemoved(name.at, name.length);
                }
                default -> skip(in, tag);
            }
        }
    }

    private void world(CodedInputStream in) throws IOException {
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (lengthDelimited(tag)) {
                case DiscoveryResponse.TYPE_URL_FIELD_NUMBER -> span(in, view.typeUrl);
                case DiscoveryResponse.NONCE_FIELD_NUMBER -> span(in, view.nonce);
                case DiscoveryResponse.VERSION_INFO_FIELD_NUMBER -> span(in, view.version);
                case DiscoveryResponse.RESOURCES_FIELD_NUMBER -> {
                    clearResource();
                    nested(in, anyPart);
                    inside();
                    add();
                }
                default -> skip(in, tag);
            }
        }
    }

    private void resource(CodedInputStream in) throws IOException {
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (lengthDelimited(tag)) {
                case Resource.NAME_FIELD_NUMBER -> span(in, name);
                case Resource.VERSION_FIELD_NUMBER -> span(in, version);
                case Resource.RESOURCE_FIELD_NUMBER -> nested(in, anyPart);
                case Resource.RESOURCE_NAME_FIELD_NUMBER -> nested(in, resourceNamePart);
                default -> skip(in, tag);
            }
        }
    }

    private void any(CodedInputStream in) throws IOException {
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (lengthDelimited(tag)) {
                case Any.TYPE_URL_FIELD_NUMBER -> span(in, bodyType);
                case Any.VALUE_FIELD_NUMBER -> span(in, body);
                default -> skip(in, tag);
            }
        }
    }

    private void resourceName(CodedInputStream in) throws IOException {
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (lengthDelimited(tag) == ResourceName.NAME_FIELD_NUMBER) {
                span(in, name);
            } else {
                skip(in, tag);
            }
        }
    }

    /** Finds the name of a state-of-the-world resource in its body, or in the wrapper around it. */
    private void inside() throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(view.octets, body.at, body.length);
        // places are counted from the begin of the response, also in here
        int origin = body.at;
        if (bodyType.text(view.octets).equals(WRAPPER)) {
            body.clear();
            bodyType.clear();
            resource(in);
            for (Span span : new Span[]{name, version, body, bodyType}) {
                span.at += origin;
            }
            return;
        }
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (lengthDelimited(tag) == NAME_INSIDE) {
                span(in, name);
                name.at += origin;
                return;
            }
            skip(in, tag);
        }
    }

    private void clearResource() {
        name.clear();
        version.clear();
        body.clear();
        bodyType.clear();
    }

    private void add() throws InvalidProtocolBufferException {
        if (name.length == 0) {
            throw new InvalidProtocolBufferException(
                    "resource " + (view.resourceCount() + 1) + " has no name (expected: a name that is not empty)");
        }
        view.addResource(name, version, body, bodyType);
    }

    /** Returns the number of the field, or 0, which none has, when it is of a form that nothing we look for has. */
    private static int lengthDelimited(int tag) {
        return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                ? WireFormat.getTagFieldNumber(tag)
                : 0;
    }

    private static void span(CodedInputStream in, Span span) throws IOException {
        int length = in.readRawVarint32();
        span.at = in.getTotalBytesRead();
        in.skipRawBytes(length);
        span.length = length;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("an end of a group that never began");
        }
    }

    private static void nested(CodedInputStream in, Part part) throws IOException {
        int length = in.readRawVarint32();
        int outer = in.pushLimit(length);
        part.read(in);
        in.popLimit(outer);
    }

    @FunctionalInterface
    private interface Part {
        void read(CodedInputStream in) throws IOException;
    }
}
