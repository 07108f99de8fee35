package io.spillway.gateway.assembly;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.config.route.v3.Route;

/**
 * A route of xDS taken apart without being parsed, so that it can be asked whether another one says the same.
 *
 * @param name its name, may be empty
 * @param match the bytes of its match
 * @param rest the bytes of all else
 * @param whole all bytes
 */
record RouteOctets(String name, ByteString match, ByteString rest, ByteString whole) {
    private static final int NAME = Route.NAME_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int MATCH = Route.MATCH_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    /**
     * Takes the bytes of a route apart.
     *
     * @throws InvalidProtocolBufferException when they are no message
     */
    static RouteOctets of(ByteString whole) throws InvalidProtocolBufferException {
        String name = "";
        ByteString match = ByteString.EMPTY;
        ByteString rest = ByteString.EMPTY;
        int restStart = 0;
        try {
            CodedInputStream in = whole.newCodedInput();
            in.enableAliasing(true);
            while (true) {
                int start = in.getTotalBytesRead();
                int tag = in.readTag();
                if (tag == NAME || tag == MATCH || tag == 0) {
                    if (start > restStart) {
                        rest = rest.concat(whole.substring(restStart, start));
                    }
                    if (tag == 0) {
                        return new RouteOctets(name, match, rest, whole);
                    }
                    if (tag == NAME) {
                        name = in.readStringRequireUtf8();
                    } else {
                        // Two parts of one message are merged by being put behind each other.
                        match = match.concat(in.readBytes());
                    }
                    restStart = in.getTotalBytesRead();
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

    /** Parses all of it. */
    Route parse() throws InvalidProtocolBufferException {
        return Route.parseFrom(whole);
    }
}
