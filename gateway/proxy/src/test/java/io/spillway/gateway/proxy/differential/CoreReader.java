package io.spillway.gateway.proxy.differential;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequestFactory;
import org.apache.hc.core5.http.MessageHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicLineParser;

/** Apache HttpComponents Core, which reads from a stream and so cannot be cut. */
final class CoreReader implements Reader {
    private static final int BUFFER = 8192;

    /** The target as it came: the library's own requests take it apart. */
    private static final class Targets implements HttpRequestFactory<ClassicHttpRequest> {
        private String last = "";

        @Override
        public ClassicHttpRequest newHttpRequest(String method, String target) {
            last = target;
            return new BasicClassicHttpRequest(method, "/");
        }

        @Override
        public ClassicHttpRequest newHttpRequest(String method, URI target) {
            return newHttpRequest(method, target.toString());
        }
    }

    @Override
    public List<Reading> read(byte[] octets, boolean requests, int[] cuts) throws IOException, HttpException {
        InputStream in = new ByteArrayInputStream(octets);
        SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER);
        Targets targets = new Targets();
        var requestParser = new DefaultHttpRequestParser(Http1Config.DEFAULT, BasicLineParser.INSTANCE, targets);
        var responseParser = new DefaultHttpResponseParser(Http1Config.DEFAULT);
        List<Reading> readings = new ArrayList<>();
        while (buffer.hasBufferedData() || in.available() > 0) {
            if (requests) {
                ClassicHttpRequest request = requestParser.parse(buffer, in);
                Body body = body(request, buffer, in, false);
                readings.add(new Reading(request.getMethod(), targets.last, fields(request.getHeaders()), body.data,
                        body.trailers));
            } else {
                ClassicHttpResponse response = responseParser.parse(buffer, in);
                int status = response.getCode();
                boolean bodiless = status < 200 || status == 204 || status == 304;
                Body body = bodiless ? Body.NONE : body(response, buffer, in, true);
                readings.add(new Reading(Integer.toString(status), response.getReasonPhrase(),
                        fields(response.getHeaders()), body.data, body.trailers));
            }
        }
        return readings;
    }

    private record Body(String data, List<String> trailers) {
        static final Body NONE = new Body("", List.of());
    }

    private static Body body(MessageHeaders head, SessionInputBufferImpl buffer, InputStream in, boolean untilClose)
            throws IOException, HttpException {
        if (head.containsHeader("Transfer-Encoding")) {
            ChunkedInputStream chunks = new ChunkedInputStream(buffer, in);
            String data = new String(chunks.readAllBytes(), StandardCharsets.ISO_8859_1);
            return new Body(data, fields(chunks.getFooters()));
        }
        Header length = head.getHeader("Content-Length");
        if (length != null) {
            InputStream data = new ContentLengthInputStream(buffer, in, Long.parseLong(length.getValue()));
            return new Body(new String(data.readAllBytes(), StandardCharsets.ISO_8859_1), List.of());
        }
        if (!untilClose) {
            return Body.NONE;
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int octet = buffer.read(in); octet >= 0; octet = buffer.read(in)) {
            data.write(octet);
        }
        return new Body(data.toString(StandardCharsets.ISO_8859_1), List.of());
    }

    private static List<String> fields(Header[] headers) {
        return Arrays.stream(headers).map(field -> field.getName() + ": " + field.getValue()).toList();
    }
}
