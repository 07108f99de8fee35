package io.spillway.gateway.proxy.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** Netty's {@code HttpObjectDecoder}. */
final class NettyReader implements Reader {
    @Override
    public List<Reading> read(byte[] octets, boolean requests, int[] cuts) {
        EmbeddedChannel channel = new EmbeddedChannel(requests ? new HttpRequestDecoder() : new HttpResponseDecoder());
        int from = 0;
        for (int cut : cuts) {
            channel.writeInbound(Unpooled.copiedBuffer(octets, from, cut - from));
            from = cut;
        }
        channel.finish();
        List<Reading> readings = new ArrayList<>();
        String first = "";
        String second = "";
        List<String> fields = List.of();
        StringBuilder body = new StringBuilder();
        for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
            if (part instanceof HttpMessage message) {
                if (message.decoderResult().isFailure()) {
                    throw new IllegalStateException("refused", message.decoderResult().cause());
                }
                first = message instanceof HttpRequest request
                        ? request.method().name()
                        : Integer.toString(((HttpResponse) message).status().code());
                second = message instanceof HttpRequest request
                        ? request.uri()
                        : ((HttpResponse) message).status().reasonPhrase();
                fields = fields(message.headers());
            }
            if (part instanceof HttpContent content) {
                if (content.decoderResult().isFailure()) {
                    throw new IllegalStateException("refused", content.decoderResult().cause());
                }
                body.append(content.content().toString(StandardCharsets.ISO_8859_1));
            }
            if (part instanceof LastHttpContent last) {
                readings.add(new Reading(first, second, fields, body.toString(), fields(last.trailingHeaders())));
                body.setLength(0);
            }
            ReferenceCountUtil.release(part);
        }
        return readings;
    }

    private static List<String> fields(HttpHeaders headers) {
        List<String> fields = new ArrayList<>();
        headers.iteratorAsString().forEachRemaining(field -> fields.add(field.getKey() + ": " + field.getValue()));
        return fields;
    }
}
