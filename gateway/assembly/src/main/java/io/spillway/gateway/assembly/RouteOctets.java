package io.spillway.gateway.assembly;

import java.io.IOException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
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
    private static final class Parts implements Octets.Taker {
        private String name = "";
        private ByteString match = ByteString.EMPTY;

        @Override
        public boolean take(int number, CodedInputStream in) throws IOException {
            switch (number) {
                case Route.NAME_FIELD_NUMBER -> name = in.readStringRequireUtf8();
                // Two parts of one message are merged by being put behind each other.
                case Route.MATCH_FIELD_NUMBER -> match = match.concat(in.readBytes());
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Takes the bytes of a route apart.
     *
     * @throws InvalidProtocolBufferException when they are no message
     */
    static RouteOctets of(ByteString whole) throws InvalidProtocolBufferException {
        Parts parts = new Parts();
        ByteString rest = Octets.take(whole, parts);
        return new RouteOctets(parts.name, parts.match, rest, whole);
    }

    /** Parses all of it. */
    Route parse() throws InvalidProtocolBufferException {
        return Route.parseFrom(whole);
    }
}
