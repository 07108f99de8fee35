package io.spillway.gateway.proxy.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * What Netty's codec is given in place of headers that it could look into: it finds no field, and can set none. Who extends
 * this says what little the codec has to know.
 */
abstract class OpaqueHeads extends EmptyHeaders<CharSequence, CharSequence, Http2Headers> implements Http2Headers {

    private static UnsupportedOperationException closed() {
        return new UnsupportedOperationException("a field section that Netty does not hold");
    }

    @Override
    public final Http2Headers method(CharSequence value) {
        throw closed();
    }

    @Override
    public final Http2Headers scheme(CharSequence value) {
        throw closed();
    }

    @Override
    public final Http2Headers authority(CharSequence value) {
        throw closed();
    }

    @Override
    public final Http2Headers path(CharSequence value) {
        throw closed();
    }

    @Override
    public final Http2Headers status(CharSequence value) {
        throw closed();
    }

    @Override
    public final boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
        return false;
    }
}
