package io.spillway.gateway.assembly;

import java.util.List;

import com.google.protobuf.ByteString;
import io.spillway.gateway.route.LateRules;
import io.spillway.gateway.route.RouteRule;

/** The bytes of a virtual host that was read, and who reads its rules again. Equal when the bytes are. */
final class HostOctets implements LateRules.Source {
    private final ByteString bytes;
    private final HostReader reader;

    HostOctets(ByteString bytes, HostReader reader) {
        this.bytes = bytes;
        this.reader = reader;
    }

    @Override
    public List<RouteRule> read() {
        return reader.rulesAgain(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostOctets octets && octets.bytes.equals(bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }
}
